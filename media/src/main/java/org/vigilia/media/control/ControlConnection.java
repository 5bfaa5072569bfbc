package org.vigilia.media.control;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** One HTTP connection: requests to {@link Routes}, what comes back to the caller. */
final class ControlConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Routes routes;

    ControlConnection(Routes routes) {
        this.routes = routes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        boolean keep = HttpUtil.isKeepAlive(request);
        routes.answer(
                        request.method().name(),
                        request.uri(),
                        request.headers().get(HttpHeaderNames.AUTHORIZATION),
                        ByteBufUtil.getBytes(request.content()))
                .whenComplete((reply, failure) -> context.executor()
                        .execute(() -> send(context, reply != null ? reply : Routes.Reply.failed(), keep)));
    }

    private static void send(ChannelHandlerContext context, Routes.Reply reply, boolean keep) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), Unpooled.wrappedBuffer(reply.body()));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, reply.type());
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        HttpUtil.setContentLength(response, reply.body().length);
        HttpUtil.setKeepAlive(response, keep);
        ChannelFuture sent = context.writeAndFlush(response);
        if (!keep) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
