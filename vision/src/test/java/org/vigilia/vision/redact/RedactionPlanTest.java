package org.vigilia.vision.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vigilia.contract.scene.Box;
import org.vigilia.vision.decode.Mosaic;
import org.vigilia.vision.redact.RedactionPlan.Item;
import org.vigilia.vision.redact.RedactionPlan.Kind;
import org.vigilia.vision.redact.RedactionPlan.Part;

class RedactionPlanTest {
    private static final List<double[]> WALK =
            List.of(new double[] {1000, 0.2, 0.2, 0.1, 0.4}, new double[] {2000, 0.4, 0.2, 0.1, 0.4});

    private static RedactionPlan plan(Item... items) {
        return new RedactionPlan(640, 480, 4000, Mosaic.Style.FILL, List.of(items));
    }

    @Test
    void betweenTwoStepsAPersonIsOnTheLineBetweenThem() {
        List<Box> hidden =
                plan(new Item(1, Kind.PERSON, Part.WHOLE, true, WALK)).hiddenAt(1500);
        assertThat(hidden).singleElement().satisfies(box -> {
            assertThat(box.left()).isLessThan(0.3);
            assertThat(box.right()).isGreaterThan(0.4);
            assertThat(box.top()).isLessThan(0.2);
            assertThat(box.bottom()).isGreaterThan(0.6);
        });
    }

    @Test
    void somebodyIsHiddenBeforeTheyAreFirstSeenAndAfterTheyAreLastSeen() {
        RedactionPlan plan = plan(new Item(1, Kind.PERSON, Part.WHOLE, true, WALK));
        assertThat(plan.hiddenAt(500)).hasSize(1);
        assertThat(plan.hiddenAt(2500)).hasSize(1);
        assertThat(plan.hiddenAt(300)).isEmpty();
        assertThat(plan.hiddenAt(2700)).isEmpty();
    }

    @Test
    void aDrawnRegionIsHiddenExactlyWhereAndWhenItWasDrawn() {
        RedactionPlan plan = plan(new Item(9, Kind.DRAWN, Part.WHOLE, true, WALK));
        assertThat(plan.hiddenAt(999)).isEmpty();
        assertThat(plan.hiddenAt(2000)).singleElement().isEqualTo(new Box(0.4, 0.2, 0.1, 0.4));
    }

    @Test
    void whoMayBeSeenIsNotHiddenUnlessSomebodyHiddenStandsThere() {
        Item kept = new Item(1, Kind.PERSON, Part.WHOLE, false, WALK);
        assertThat(plan(kept).hiddenAt(1500)).isEmpty();
        assertThat(plan(kept, new Item(2, Kind.PERSON, Part.WHOLE, true, WALK)).hiddenAt(1500))
                .hasSize(1);
    }

    @Test
    void headsAndPlatesArePartsOfTheirObjects() {
        Box person = new Box(0.2, 0.2, 0.1, 0.4);
        Box head = new Item(1, Kind.PERSON, Part.HEAD, true, WALK).hidden(person);
        assertThat(head.top()).isLessThan(0.2);
        assertThat(head.bottom()).isCloseTo(0.2 + 0.4 * 0.27, within(0.01));
        Box plate = new Item(1, Kind.VEHICLE, Part.PLATE, true, WALK).hidden(person);
        assertThat(plate.top()).isCloseTo(0.36, within(0.001));
        assertThat(plate.bottom()).isGreaterThan(0.6);
    }

    @Test
    void noPlaceLeavesThePicture() {
        Item item = new Item(1, Kind.PERSON, Part.WHOLE, true, WALK);
        Box hidden = item.hidden(new Box(0.95, -0.1, 0.2, 1.2));
        assertThat(hidden.left()).isBetween(0.0, 1.0);
        assertThat(hidden.top()).isZero();
        assertThat(hidden.right()).isLessThanOrEqualTo(1.0);
        assertThat(hidden.bottom()).isLessThanOrEqualTo(1.0);
    }
}
