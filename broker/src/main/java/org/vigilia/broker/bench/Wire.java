package org.vigilia.broker.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Just enough MQTT 3.1.1 on a plain socket: a client that costs little, so that the broker is what is measured. */
final class Wire implements AutoCloseable {

    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    private static final int CONNACK = 2;
    private static final int SUBACK = 9;
    private static final int BUFFER = 1 << 16;

    private final Socket socket = new Socket();
    private final BufferedOutputStream out;
    private final DataInputStream in;

    /** One packet. @param flags low four bits of its first byte */
    record Packet(int type, int flags, byte[] body) {
        /** The packet id of an acknowledgement. */
        int id() {
            return (body[0] & 0xff) << 8 | body[1] & 0xff;
        }

        /** The packet id of a QoS 1 message. */
        int messageId() {
            int at = 2 + ((body[0] & 0xff) << 8 | body[1] & 0xff);
            return (body[at] & 0xff) << 8 | body[at + 1] & 0xff;
        }
    }

    Wire(int port, String client, String password) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
        byte[] id = client.getBytes(StandardCharsets.UTF_8);
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        out.write(0x10);
        length(10 + 2 + id.length + 2 + id.length + 2 + secret.length);
        out.write(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, (byte) 0xc2, 0, 60});
        text(id);
        text(id);
        text(secret);
        out.flush();
        Packet answer = read();
        if (answer.type() != CONNACK || answer.body()[1] != 0) {
            throw new IOException("the broker refuses the connection: code " + answer.body()[1]);
        }
    }

    void subscribe(String filter) throws IOException {
        byte[] topic = filter.getBytes(StandardCharsets.UTF_8);
        out.write(0x82);
        length(2 + 2 + topic.length + 1);
        out.write(new byte[] {0, 1});
        text(topic);
        out.write(1);
        out.flush();
        Packet answer = read();
        if (answer.type() != SUBACK) {
            throw new IOException("the broker refuses the subscription");
        }
    }

    /** Writes without flushing. */
    void publish(byte[] topic, byte[] payload, int id) throws IOException {
        out.write(0x32);
        length(2 + topic.length + 2 + payload.length);
        text(topic);
        out.write(id >> 8);
        out.write(id);
        out.write(payload);
    }

    void acknowledge(int id) throws IOException {
        out.write(0x40);
        out.write(2);
        out.write(id >> 8);
        out.write(id);
    }

    void flush() throws IOException {
        out.flush();
    }

    /** True when a packet or a part of one waits to be read. */
    boolean more() throws IOException {
        return in.available() > 0;
    }

    Packet read() throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException("the broker closed the connection");
        }
        int length = 0;
        for (int shift = 0, next = 0x80; (next & 0x80) != 0; shift += 7) {
            next = in.readUnsignedByte();
            length |= (next & 0x7f) << shift;
        }
        byte[] body = new byte[length];
        in.readFully(body);
        return new Packet(first >> 4, first & 15, body);
    }

    private void text(byte[] bytes) throws IOException {
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.write(bytes);
    }

    private void length(int length) throws IOException {
        int rest = length;
        while (rest > 127) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
