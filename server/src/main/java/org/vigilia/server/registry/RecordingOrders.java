package org.vigilia.server.registry;

import java.util.List;
import org.vigilia.contract.id.CameraId;

/** What media is to record of each camera; the room that keeps recordings tells it. */
public interface RecordingOrders {

    /**
     * As media reads it.
     *
     * @param mode CONTINUOUS, SCHEDULE or OFF
     * @param schedule when, for SCHEDULE
     * @param zone the time zone of the schedule
     * @param sound whether sound is recorded, where the camera has any
     */
    record Order(String mode, List<Slot> schedule, String zone, boolean sound) {}

    /** A stretch of some days of the week. @param days 1 Monday to 7 Sunday @param from such as 07:00 */
    record Slot(List<Integer> days, String from, String to) {}

    Order get(CameraId camera);
}
