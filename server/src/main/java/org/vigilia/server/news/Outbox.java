package org.vigilia.server.news;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vigilia.contract.id.CameraId;

/**
 * What waits to be sent to one screen.
 *
 * <p>News goes first and is never dropped; a screen that lets more than {@value #MAX_NEWS} wait is hopelessly behind and
 * is better told to start anew, so {@link #add} then says no. Of tracks only the newest of each camera waits: a slow
 * screen sees fewer of them, not older ones. Safe for use by many threads.
 */
final class Outbox {

    static final int MAX_NEWS = 1_000;

    private final ArrayDeque<String> news = new ArrayDeque<>();
    private final Map<CameraId, String> tracks = new LinkedHashMap<>();
    private long droppedTracks;

    /** False when too much waits; nothing was added then. */
    synchronized boolean add(String message) {
        if (news.size() >= MAX_NEWS) {
            return false;
        }
        news.add(message);
        return true;
    }

    /** Replaces what still waits of this camera. */
    synchronized void putTracks(CameraId camera, String message) {
        if (tracks.remove(camera) != null) {
            droppedTracks++;
        }
        tracks.put(camera, message);
    }

    /** Takes the next one out. */
    synchronized Optional<String> poll() {
        String next = news.poll();
        if (next == null) {
            Iterator<String> oldest = tracks.values().iterator();
            if (oldest.hasNext()) {
                next = oldest.next();
                oldest.remove();
            }
        }
        return Optional.ofNullable(next);
    }

    synchronized int depth() {
        return news.size() + tracks.size();
    }

    synchronized long droppedTracks() {
        return droppedTracks;
    }
}
