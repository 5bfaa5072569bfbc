package org.vigilia.node;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A process for the supervisor to watch: answers its health page with what it was told to say. */
final class Patient {

    private Patient() {}

    public static void main(String[] arguments) throws IOException {
        byte[] body = ("{\"status\":\"" + arguments[1] + "\",\"detail\":\"as told\"}").getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])), 4);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        System.out.println("the patient is awake");
    }
}
