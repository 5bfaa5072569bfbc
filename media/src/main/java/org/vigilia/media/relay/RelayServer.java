package org.vigilia.media.relay;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.id.CameraId;
import org.vigilia.contract.relay.StreamChoice;

/**
 * The door for those who want pictures: a Unix-domain socket that only this user may open, and, where asked for, TCP
 * for workers on other machines. Who does not know the token gets nothing.
 */
public final class RelayServer implements AutoCloseable {

    /** Where streams are found. Asked on the event loop. */
    public interface Streams {
        Optional<LiveStream> find(CameraId camera, StreamChoice choice);
    }

    private final EventLoopGroup group;
    private final byte[] token;
    private final Streams streams;
    private final QueueLimit limit;
    private final List<Channel> doors = new ArrayList<>();
    private @Nullable Path socket;

    public RelayServer(EventLoopGroup group, byte[] token, Streams streams, QueueLimit limit) {
        this.group = group;
        this.token = token.clone();
        this.streams = streams;
        this.limit = limit;
    }

    /** Opens the Unix-domain socket; one left over from a process that died is replaced. */
    public void listen(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.deleteIfExists(file);
        doors.add(new ServerBootstrap()
                .group(group)
                .channel(NioServerDomainSocketChannel.class)
                .childHandler(initializer())
                .bind(UnixDomainSocketAddress.of(file))
                .syncUninterruptibly()
                .channel());
        socket = file;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Opens a TCP port; returns the port, which {@code address} may leave open with 0. */
    public int listen(InetSocketAddress address) {
        Channel door = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(initializer())
                .bind(address)
                .syncUninterruptibly()
                .channel();
        doors.add(door);
        return ((InetSocketAddress) door.localAddress()).getPort();
    }

    private ChannelInitializer<Channel> initializer() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new SubscribeReader(token, streams, limit));
            }
        };
    }

    @Override
    public void close() {
        doors.forEach(door -> door.close().syncUninterruptibly());
        if (socket != null) {
            try {
                Files.deleteIfExists(socket);
            } catch (IOException leftForTheNextStart) {
                return;
            }
        }
    }
}
