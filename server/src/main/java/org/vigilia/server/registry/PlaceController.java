package org.vigilia.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.vigilia.contract.id.AgencyId;
import org.vigilia.contract.scene.GeoPoint;
import org.vigilia.server.FreshId;
import org.vigilia.server.Problem;
import org.vigilia.server.audit.Audit;
import org.vigilia.server.audit.Deed;
import org.vigilia.server.identity.Access;
import org.vigilia.server.identity.Caller;
import org.vigilia.server.identity.Requires;
import org.vigilia.server.identity.Right;
import org.vigilia.server.identity.SignedIn;

/** Named areas of the city. */
@RestController
@RequestMapping("/api/v1/places")
@Tag(name = "places")
class PlaceController {

    private final Places places;
    private final Access access;
    private final Audit audit;

    PlaceController(Places places, Access access, Audit audit) {
        this.places = places;
        this.access = access;
        this.audit = audit;
    }

    @GetMapping
    @Requires(Right.SEE_CAMERAS)
    @Operation(operationId = "listPlaces", summary = "Named areas of the city")
    PlaceList list(Caller by, @RequestParam(required = false) @Nullable String search) {
        List<Places.Place> items = places
                .list(access.limit(by, Right.SEE_CAMERAS).orElse(null))
                .stream()
                .filter(p ->
                        search == null || p.name().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)))
                .toList();
        return new PlaceList(items, items.size());
    }

    @PostMapping
    @Requires(Right.EDIT_CAMERAS)
    @ResponseStatus(HttpStatus.CREATED)
    @Transactional
    @Operation(operationId = "createPlace", summary = "Add a place")
    Places.Place create(SignedIn by, @Validated @RequestBody NewPlace form) {
        AgencyId agency = form.agencyId() == null ? by.agencyId() : form.agencyId();
        access.require(by, Right.EDIT_CAMERAS, "agency", agency.value(), agency);
        Places.Place place = new Places.Place(FreshId.of("s"), form.name().strip(), agency, form.location());
        places.save(place);
        audit.record(Deed.done(by.who(), "place.created").to("place", place.id(), place.name()));
        return place;
    }

    @PatchMapping("/{id}")
    @Requires(Right.EDIT_CAMERAS)
    @Transactional
    @Operation(operationId = "changePlace", summary = "Change what is given")
    Places.Place change(SignedIn by, @PathVariable String id, @Validated @RequestBody PlaceChange form) {
        Places.Place before = get(by, id);
        Places.Place after = new Places.Place(
                id,
                form.name() == null ? before.name() : form.name().strip(),
                before.agencyId(),
                form.location() == null ? before.location() : form.location());
        places.save(after);
        audit.record(Deed.done(by.who(), "place.changed").to("place", id, after.name()));
        return after;
    }

    @DeleteMapping("/{id}")
    @Requires(Right.EDIT_CAMERAS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Transactional
    @Operation(operationId = "deletePlace", summary = "Delete a place; its cameras stay, without a place")
    void delete(SignedIn by, @PathVariable String id) {
        Places.Place place = get(by, id);
        places.delete(id);
        audit.record(Deed.done(by.who(), "place.deleted").to("place", id, place.name()));
    }

    private Places.Place get(SignedIn by, String id) {
        Places.Place place = places.find(id).orElseThrow(() -> Problem.notFound("place", id));
        access.require(by, Right.EDIT_CAMERAS, "place", id, place.agencyId());
        return place;
    }

    record PlaceList(List<Places.Place> items, int total) {}

    /** @param agencyId left out: the own agency */
    record NewPlace(
            @NotBlank @Size(max = 120) String name,
            @Nullable AgencyId agencyId,
            @NotNull GeoPoint location) {}

    record PlaceChange(
            @Nullable @Size(min = 1, max = 120) String name,
            @Nullable GeoPoint location) {}
}
