package org.vigilia.sim.camera;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes cameras fail: {@code POST /cameras/NAME/fault?kind=drop|stall|garbage|resolution|unauthorised|freeze|none
 * [&seconds=N][&clip=FILE]}; {@code GET /cameras} tells what is wrong with which; {@code GET /shown} how many pictures
 * the main stream of each has shown since somebody began to watch, and how many of them a full connection kept back.
 */
final class ControlConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Map<String, Camera> cameras;
    private final CameraServer.Clips clips;

    ControlConnection(Map<String, Camera> cameras, CameraServer.Clips clips) {
        this.cameras = cameras;
        this.clips = clips;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        QueryStringDecoder query = new QueryStringDecoder(request.uri());
        String[] path = query.path().split("/", -1);
        if (request.method().equals(HttpMethod.GET) && query.path().equals("/cameras")) {
            String list = cameras.values().stream()
                    .map(camera -> "\"" + camera.name() + "\":\"" + word(camera.fault()) + "\"")
                    .collect(Collectors.joining(",", "{", "}"));
            answer(context, HttpResponseStatus.OK, list);
            return;
        }
        if (request.method().equals(HttpMethod.GET) && query.path().equals("/shown")) {
            String list = cameras.values().stream()
                    .map(camera -> "\"" + camera.name() + "\":{\"shown\":"
                            + camera.main().shown() + ",\"skipped\":"
                            + camera.main().skipped() + "}")
                    .collect(Collectors.joining(",", "{", "}"));
            answer(context, HttpResponseStatus.OK, list);
            return;
        }
        Camera camera =
                path.length == 4 && path[1].equals("cameras") && path[3].equals("fault") ? cameras.get(path[2]) : null;
        if (camera == null || !request.method().equals(HttpMethod.POST)) {
            answer(context, HttpResponseStatus.NOT_FOUND, "{\"error\":\"POST /cameras/NAME/fault?kind=...\"}");
            return;
        }
        try {
            String clip = first(query, "clip");
            Fault fault = Fault.valueOf(String.valueOf(first(query, "kind")).toUpperCase(Locale.ROOT));
            camera.set(fault, clip == null ? null : clips.get(Path.of(clip)));
            String seconds = first(query, "seconds");
            if (seconds != null) {
                context.channel()
                        .eventLoop()
                        .schedule(() -> camera.set(Fault.NONE, null), Long.parseLong(seconds), TimeUnit.SECONDS);
            }
            answer(context, HttpResponseStatus.OK, "{\"fault\":\"" + word(fault) + "\"}");
        } catch (IllegalArgumentException | IOException e) {
            answer(context, HttpResponseStatus.BAD_REQUEST, "{\"error\":\"bad fault or clip\"}");
        }
    }

    private static String word(Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String first(QueryStringDecoder query, String name) {
        List<String> values = query.parameters().get(name);
        return values == null ? null : values.get(0);
    }

    private static void answer(ChannelHandlerContext context, HttpResponseStatus status, String json) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.copiedBuffer(json, StandardCharsets.UTF_8));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        response.headers()
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
