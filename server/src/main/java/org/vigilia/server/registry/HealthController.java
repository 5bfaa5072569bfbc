package org.vigilia.server.registry;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.CameraId;
import org.vigilia.server.Problem;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.OpenToAll;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** How the system is: for people, load balancers and Prometheus. */
@RestController
@Tag(name = "health")
class HealthController {

    private final SystemHealth system;
    private final Cameras cameras;
    private final CameraStates states;
    private final Access access;
    private final PrometheusMeterRegistry metrics;
    private final String version;

    HealthController(
            SystemHealth system,
            Cameras cameras,
            CameraStates states,
            Access access,
            PrometheusMeterRegistry metrics,
            @Value("${vigilia.version}") String version) {
        this.system = system;
        this.cameras = cameras;
        this.states = states;
        this.access = access;
        this.metrics = metrics;
        this.version = version;
    }

    @GetMapping("/api/v1/health")
    @OpenToAll(because = "a load balancer must be able to ask; who is not signed in learns one word")
    @Operation(operationId = "getHealth", summary = "How the system is: one word for anybody, all of it when signed in")
    Health health(@Parameter(hidden = true) Optional<SignedIn> person) {
        SystemHealth.Snapshot now = system.now();
        if (person.isEmpty() || !access.may(person.get(), Right.SEE_HEALTH)) {
            return new Health(now.status(), null, null, null, null, null, null);
        }
        return new Health(
                now.status(), now.at(), now.processes(), listCameras(person.get()), now.queues(), now.disk(), version);
    }

    @GetMapping("/api/v1/health/self")
    @Hidden
    @OpenToAll(because = "the supervisor asks it, and learns one word and a reason without names")
    Self self() {
        boolean database = system.databaseAnswers();
        return new Self(
                database ? SystemHealth.Status.UP : SystemHealth.Status.DEGRADED,
                database ? "" : "the database does not answer");
    }

    private @Nullable List<CameraCondition> listCameras(SignedIn person) {
        try {
            return cameras.list(person).stream()
                    .map(camera -> {
                        CameraState state = states.get(camera.id());
                        return new CameraCondition(
                                camera.id(), camera.name(), state.connection(), state.picture(), state.rates());
                    })
                    .toList();
        } catch (DataAccessException | TransactionException e) {
            return null;
        }
    }

    @GetMapping(path = "/metrics", produces = "text/plain; version=0.0.4")
    @Hidden
    @OpenToAll(because = "it is refused below unless the caller is on this machine or an administrator")
    String metrics(Optional<SignedIn> person, HttpServletRequest request) throws UnknownHostException {
        boolean local = InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        if (!local) {
            access.require(
                    person.orElseThrow(() -> Problem.notSignedIn("Metrics are for this machine and administrators.")),
                    Right.SEE_METRICS);
        }
        return metrics.scrape();
    }

    /** All but the status is null for those who are not signed in; cameras also while the database is away. */
    record Health(
            SystemHealth.Status status,
            @Nullable Instant at,
            @Nullable List<SystemHealth.ProcessState> processes,
            @Nullable List<CameraCondition> cameras,
            @Nullable List<SystemHealth.Queue> queues,
            SystemHealth.@Nullable Disk disk,
            @Nullable String version) {}

    /** How this process is, whatever the others do: the supervisor's answers about all are made from it. */
    record Self(SystemHealth.Status status, String detail) {}

    /** How one camera is; null what nobody has told. */
    record CameraCondition(
            CameraId id,
            String name,
            CameraState.@Nullable Aspect connection,
            CameraState.@Nullable Aspect picture,
            CameraState.@Nullable Rates rates) {}
}
