package org.vigilia.media;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vigilia.media.camera.CameraEntry;
import org.vigilia.media.camera.CameraStore;
import org.vigilia.media.camera.Cameras;
import org.vigilia.media.camera.Sources;
import org.vigilia.media.control.ControlServer;
import org.vigilia.media.control.Routes;
import org.vigilia.media.record.Recordings;
import org.vigilia.media.relay.RelayServer;

/**
 * All of media in one object: cameras in, relay and control out. One event loop does everything that never blocks; a
 * few threads, ended when idle, do the rest.
 */
final class MediaNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaNode.class);

    /** A look at an odd camera may take seconds, and another's name must not wait for it. */
    private static final int SLOW_THREADS = 12;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService slow = slow();
    private final Recordings recordings;
    private final Cameras cameras;
    private final RelayServer relay;
    private final ControlServer control;

    MediaNode(MediaSettings settings) throws IOException {
        EventLoop loop = group.next();
        Clock clock = Clock.systemUTC();
        byte[] token = Files.readString(settings.files().token()).strip().getBytes(StandardCharsets.UTF_8);
        Sources sources = new Sources(
                loop, slow, clock, settings.patience(), settings.files().ffmpeg());
        recordings = new Recordings(settings.recordings(), clock);
        cameras = new Cameras(sources, settings.patience(), clock, settings.cacheMaxBytes(), recordings);
        relay = new RelayServer(group, token, cameras, settings.queue());
        CameraStore store =
                new CameraStore(settings.files().cameras(), settings.files().key());
        List<CameraEntry> known = load(store);
        loop.execute(() -> cameras.set(known));
        try {
            relay.listen(settings.doors().relaySocket());
            InetSocketAddress remote = settings.doors().relayTcp();
            if (remote != null) {
                relay.listen(remote);
            }
            Routes routes = new Routes(token, cameras, recordings, store, sources, new Routes.Threads(loop, slow));
            control = new ControlServer(group, settings.doors().controlPort(), routes);
        } catch (IOException | RuntimeException e) {
            stop();
            throw e;
        }
    }

    /** A list that cannot be opened must not keep media from starting: the server sends it again. */
    private static List<CameraEntry> load(CameraStore store) {
        try {
            return store.load();
        } catch (IOException e) {
            LOG.atError().addKeyValue("reason", e.getMessage()).log("camera list not loaded");
            return List.of();
        }
    }

    private static ExecutorService slow() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                SLOW_THREADS, SLOW_THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "media-slow");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    int controlPort() {
        return control.port();
    }

    @Override
    public void close() {
        control.close();
        stop();
    }

    private void stop() {
        relay.close();
        group.next().submit(cameras::close).syncUninterruptibly();
        recordings.close();
        group.shutdownGracefully(0, 3, TimeUnit.SECONDS).syncUninterruptibly();
        slow.shutdownNow();
    }
}
