package org.vigilia.sim.camera;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A street full of pretend cameras behind one RTSP port ({@code rtsp://127.0.0.1:PORT/NAME}, small stream
 * {@code /NAME/sub}, its own card {@code /NAME/card}) and one HTTP port to make them fail. Everything runs on one thread. Loopback only.
 */
final class CameraServer implements AutoCloseable {
    private static final int LOW_BYTES = 1 << 20;
    private static final int HIGH_BYTES = 4 << 20;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<String, Camera> cameras = new LinkedHashMap<>();
    private final Map<Path, Clip> clips = new HashMap<>();
    private final Channel rtsp;
    private final Channel control;

    CameraServer(List<CameraPlan> plans, int rtspPort, int controlPort) throws IOException {
        EventLoop loop = group.next();
        try {
            for (CameraPlan plan : plans) {
                CameraStream main = stream(loop, plan.clip(), plan.fps());
                Path smallClip = plan.smallClip();
                CameraStream small = smallClip == null ? null : stream(loop, smallClip, plan.fps());
                Soundtrack track = Soundtrack.beside(plan.clip());
                SoundStream sound = track == null ? null : new SoundStream(loop, track, Clock.systemUTC());
                Card card = new Card(loop, main, Clock.systemUTC());
                cameras.put(plan.name(), new Camera(plan.name(), main, small, sound, plan.credentials(), card));
            }
            rtsp = bind(rtspPort, () -> new ChannelHandler[] {new RtspRequestDecoder(), new RtspConnection(cameras)});
            control = bind(controlPort, () -> new ChannelHandler[] {
                new HttpServerCodec(), new HttpObjectAggregator(65536), new ControlConnection(cameras, this::clip)
            });
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private CameraStream stream(EventLoop loop, Path clip, double fps) throws IOException {
        return new CameraStream(loop, clip(clip), fps, Clock.systemUTC());
    }

    private Clip clip(Path file) throws IOException {
        Clip known = clips.get(file);
        if (known == null) {
            known = Clip.read(file);
            clips.put(file, known);
        }
        return known;
    }

    private Channel bind(int port, Supplier<ChannelHandler[]> handlers) {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_BYTES, HIGH_BYTES))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(handlers.get());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    int rtspPort() {
        return ((InetSocketAddress) rtsp.localAddress()).getPort();
    }

    int controlPort() {
        return ((InetSocketAddress) control.localAddress()).getPort();
    }

    /** Waits until the server is closed. */
    void await() throws InterruptedException {
        rtsp.closeFuture().sync();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Finds a clip on disk, or remembers it. */
    interface Clips {
        Clip get(Path file) throws IOException;
    }
}
