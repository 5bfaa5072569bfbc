package org.vigilia.server.footage.ledger;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.footage.card.CardFetch;
import org.vigilia.server.footage.card.CardFetches;
import org.vigilia.server.footage.index.Follower;
import org.vigilia.server.footage.index.FootageIndex;
import org.vigilia.server.footage.index.MediaArchive;
import org.vigilia.server.footage.keep.AnonymiseByAge;
import org.vigilia.server.footage.keep.DiskWatch;
import org.vigilia.server.footage.keep.Pool;
import org.vigilia.server.footage.keep.Pools;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;
import org.vigilia.server.registry.Camera;
import org.vigilia.server.registry.Cameras;

/** How recording is as a whole. */
@RestController
@Tag(name = "footage")
class StatusController {

    private final Follower follower;
    private final FootageIndex index;
    private final Cameras cameras;
    private final Keeping keeping;

    /** What keeps recordings. */
    @Component
    record Keeping(Pools pools, DiskWatch disk, AnonymiseByAge anonymise, CardFetches cards) {}

    StatusController(Follower follower, FootageIndex index, Cameras cameras, Keeping keeping) {
        this.follower = follower;
        this.index = index;
        this.cameras = cameras;
        this.keeping = keeping;
    }

    /**
     * A place where footage lies.
     *
     * @param usedBytes what lies there, by the index
     * @param freeBytes null where nobody can tell
     * @param state OK, LOW, FULL or AWAY
     * @param trouble for people; empty while all is well
     */
    record PoolState(
            String name,
            long usedBytes,
            @Nullable Long freeBytes,
            @Nullable Long totalBytes,
            String state,
            String trouble) {}

    /**
     * A camera's recording.
     *
     * @param state RECORDING, GAP, OFF or UNKNOWN while media is away
     * @param dropped pictures that could not be written since media started
     * @param lagEntries entries of its journal that are not in the index yet
     * @param fault the first entry of its journal that does not hold; null while all do
     * @param card what was asked last of its own card; null: nothing yet
     */
    record CameraState(
            CameraId camera,
            String name,
            String state,
            @Nullable Instant since,
            long bytesToday,
            long dropped,
            long lagEntries,
            @Nullable String fault,
            @Nullable CardFetch card) {}

    /**
     * How recording is.
     *
     * @param mediaAnsweredAt when media was heard of last; null: not since the server started
     * @param lagEntries entries of all journals that are not in the index yet
     * @param disk OK, LOW or FULL
     * @param diskOrder what goes first when the disk is full
     * @param anonymiser whether anything here can anonymise by age
     * @param anonymiseFailed segments that are due for it and could not be anonymised; they are tried again
     */
    record FootageStatus(
            @Nullable Instant mediaAnsweredAt,
            long lagEntries,
            DiskWatch.State disk,
            String trouble,
            List<String> diskOrder,
            boolean anonymiser,
            int anonymiseFailed,
            List<PoolState> pools,
            List<CameraState> cameras) {}

    @GetMapping("/api/v1/footage/status")
    @Requires(Right.PLAY_FOOTAGE)
    @Operation(
            operationId = "getFootageStatus",
            summary =
                    "Pools, the order in which footage goes when the disk is full, the index and each camera's recording")
    FootageStatus status(SignedIn by) {
        return new FootageStatus(
                follower.answeredAt(),
                follower.lag(),
                keeping.disk().state(),
                keeping.disk().trouble(),
                DiskWatch.ORDER,
                keeping.anonymise().available(),
                keeping.anonymise().failing(),
                pools(),
                states(by));
    }

    private List<PoolState> pools() {
        Map<String, Long> usage = index.usage();
        List<PoolState> all = new ArrayList<>();
        for (Pool pool : keeping.pools().list()) {
            String trouble = pool.findTrouble().orElse("");
            boolean fast = pool.name().equals(Pools.FAST);
            MediaArchive.Status told = follower.status();
            Long free = fast && told != null ? Long.valueOf(told.disk().freeBytes()) : number(pool.freeBytes());
            Long total = fast && told != null ? Long.valueOf(told.disk().totalBytes()) : number(pool.totalBytes());
            String state = fast ? keeping.disk().state().name() : "OK";
            all.add(new PoolState(
                    pool.name(),
                    usage.getOrDefault(pool.name(), 0L),
                    free,
                    total,
                    trouble.isEmpty() ? state : "AWAY",
                    trouble));
        }
        return all;
    }

    private static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private List<CameraState> states(SignedIn by) {
        Map<CameraId, FootageIndex.Cursor> cursors = new HashMap<>();
        index.cursors().forEach(cursor -> cursors.put(cursor.camera(), cursor));
        Map<CameraId, MediaArchive.CameraStatus> told = new HashMap<>();
        MediaArchive.Status status = follower.status();
        if (status != null) {
            status.cameras().forEach(camera -> told.put(camera.id(), camera));
        }
        Map<CameraId, CardFetch> cards = keeping.cards().latest();
        return cameras.list(by).stream()
                .map(camera -> state(camera, told.get(camera.id()), cursors.get(camera.id()), cards.get(camera.id())))
                .toList();
    }

    private static CameraState state(
            Camera camera,
            MediaArchive.@Nullable CameraStatus told,
            FootageIndex.@Nullable Cursor cursor,
            @Nullable CardFetch card) {
        CameraId id = camera.id();
        String name = camera.name();
        long number = cursor == null ? 0 : cursor.number();
        String fault = cursor == null ? null : cursor.fault();
        return told == null
                ? new CameraState(id, name, "UNKNOWN", null, 0, 0, 0, fault, card)
                : new CameraState(
                        id,
                        name,
                        told.state(),
                        told.since(),
                        told.bytesToday(),
                        told.dropped(),
                        Math.max(0, told.number() - number),
                        fault,
                        card);
    }
}
