package org.vigilia.broker.bench;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The publishing process: QoS 1 as fast as the broker acknowledges, with a bounded number of messages on the way. Prints
 * one JSON object: {@code sent, acked, received, seconds, p50Ms, p99Ms}.
 */
final class Publisher {

    private static final int WINDOW = 250;
    private static final int MAX_PENDING = 64;
    private static final int SAMPLES = 1 << 16;
    private static final long DRAIN_SECONDS = 60;

    private final Load load;
    private final int port;
    private final String password;
    private final long endNanos;
    private final long pauseNanos;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong acked = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final List<long[]> latencies = new ArrayList<>();

    private Publisher(Load load, int port, String password, int seconds, int perSecond) {
        this.load = load;
        this.port = port;
        this.password = password;
        this.endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        this.pauseNanos = perSecond <= 0 ? 0 : TimeUnit.SECONDS.toNanos(1) * Load.GATEWAYS / perSecond;
    }

    /** {@code port readings seconds perSecond subscribe}; the password comes by standard input. */
    static void run(List<String> arguments) throws Exception {
        int port = Integer.parseInt(arguments.get(0));
        Load load = new Load(Integer.parseInt(arguments.get(1)));
        int seconds = Integer.parseInt(arguments.get(2));
        int perSecond = Integer.parseInt(arguments.get(3));
        boolean subscribe = Boolean.parseBoolean(arguments.get(4));
        String password = new java.io.BufferedReader(
                        new java.io.InputStreamReader(System.in, java.nio.charset.StandardCharsets.UTF_8))
                .readLine();
        new Publisher(load, port, String.valueOf(password), seconds, perSecond).publish(subscribe);
    }

    private void publish(boolean subscribe) throws Exception {
        Wire follower = subscribe ? new Wire(port, "bench-follower", password) : null;
        if (follower != null) {
            follower.subscribe("#");
            daemon("follower", () -> follow(follower));
        }
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int gateway = 0; gateway < Load.GATEWAYS; gateway++) {
            int own = gateway;
            Thread thread = new Thread(() -> work(own), "gateway-" + gateway);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        awaitFollower(follower);
        double elapsed = (System.nanoTime() - begin) / 1e9;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("sent", sent.get());
        line.put("acked", acked.get());
        line.put("received", received.get());
        line.put("seconds", elapsed);
        line.put("p50Ms", percentile(0.5));
        line.put("p99Ms", percentile(0.99));
        System.out.println(JsonMapper.builder().build().writeValueAsString(line));
        if (follower != null) {
            follower.close();
        }
    }

    private void awaitFollower(@Nullable Wire follower) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        while (follower != null && received.get() < acked.get() && System.nanoTime() < limit) {
            Thread.sleep(1);
        }
    }

    private void work(int gateway) {
        try (Wire wire = new Wire(port, Load.gateway(gateway), password)) {
            Semaphore window = new Semaphore(WINDOW);
            long[] sentAt = new long[SAMPLES];
            Thread reader = daemon("acks-" + gateway, () -> acknowledge(wire, window, sentAt));
            send(gateway, wire, window, sentAt);
            if (!window.tryAcquire(WINDOW, DRAIN_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(
                        "publisher: " + (WINDOW - window.availablePermits()) + " messages were never acknowledged");
            }
            reader.interrupt();
        } catch (IOException e) {
            System.err.println("publisher: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(int gateway, Wire wire, Semaphore window, long[] sentAt)
            throws IOException, InterruptedException {
        List<byte[]> topics = new ArrayList<>();
        List<Integer> devices = new ArrayList<>();
        for (int device = gateway; device < load.devices(); device += Load.GATEWAYS) {
            topics.add(load.topic(gateway, device));
            devices.add(device);
        }
        Instant last = Instant.EPOCH;
        int pending = 0;
        long due = System.nanoTime();
        for (long n = 0; System.nanoTime() < endNanos; n++) {
            int which = (int) (n % topics.size());
            if (which == 0) {
                // each round of all devices has a time of its own
                Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
                last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
            }
            if (pauseNanos > 0) {
                due += pauseNanos;
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    wire.flush();
                    pending = 0;
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
            }
            if (pending >= MAX_PENDING || !window.tryAcquire()) {
                boolean had = pending >= MAX_PENDING;
                wire.flush();
                pending = 0;
                if (!had || !window.tryAcquire()) {
                    window.acquire();
                }
            }
            int id = (int) (n % 65_535) + 1;
            sentAt[id & SAMPLES - 1] = System.nanoTime();
            wire.publish(topics.get(which), load.payload(devices.get(which), n, last), id);
            pending++;
            sent.incrementAndGet();
        }
        wire.flush();
    }

    private void acknowledge(Wire wire, Semaphore window, long[] sentAt) {
        long[] taken = new long[SAMPLES];
        int count = 0;
        synchronized (latencies) {
            latencies.add(taken);
        }
        try {
            while (true) {
                Wire.Packet packet = wire.read();
                if (packet.type() == Wire.PUBACK) {
                    taken[count++ & SAMPLES - 1] = System.nanoTime() - sentAt[packet.id() & SAMPLES - 1];
                    acked.incrementAndGet();
                    window.release();
                }
            }
        } catch (IOException e) {
            // the connection was closed: the writer tells when something is missing
        }
    }

    private void follow(Wire wire) {
        try {
            while (true) {
                Wire.Packet packet = wire.read();
                if (packet.type() == Wire.PUBLISH) {
                    if ((packet.flags() & 6) != 0) {
                        wire.acknowledge(packet.messageId());
                    }
                    received.incrementAndGet();
                    if (!wire.more()) {
                        wire.flush();
                    }
                }
            }
        } catch (IOException e) {
            // closed at the end
        }
    }

    private double percentile(double share) {
        long[] all;
        synchronized (latencies) {
            all = latencies.stream()
                    .flatMapToLong(Arrays::stream)
                    .filter(n -> n > 0)
                    .sorted()
                    .toArray();
        }
        return all.length == 0 ? 0 : all[(int) ((all.length - 1) * share)] / 1e6;
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
