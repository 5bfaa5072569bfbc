package org.vigilia.server.sensing.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vigilia.server.sensing.query.Expression.Binary;
import org.vigilia.server.sensing.query.Expression.Call;
import org.vigilia.server.sensing.query.Expression.Literal;
import org.vigilia.server.sensing.query.Expression.Operator;
import org.vigilia.server.sensing.query.Expression.Path;

class QueryParserTest {

    private static Expression filter(String text) {
        QueryOptions options = QueryParser.parse("$filter=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        return java.util.Objects.requireNonNull(options.filter());
    }

    private static Path path(String... steps) {
        return new Path(List.of(steps));
    }

    private static Literal number(double value) {
        return new Literal(new Expression.Number(value));
    }

    private static Literal text(String value) {
        return new Literal(new Expression.Text(value));
    }

    @Test
    void tightOperatorsBindBeforeLooseOnes() {
        assertThat(filter("a eq 1 or b eq 2 and not c add 1 mul 2 gt -3"))
                .isEqualTo(new Binary(
                        Operator.OR,
                        new Binary(Operator.EQ, path("a"), number(1)),
                        new Binary(
                                Operator.AND,
                                new Binary(Operator.EQ, path("b"), number(2)),
                                new Expression.Not(new Binary(
                                        Operator.GT,
                                        new Binary(
                                                Operator.ADD,
                                                path("c"),
                                                new Binary(Operator.MUL, number(1), number(2))),
                                        number(-3))))));
        assertThat(filter("(a or b) and c"))
                .isEqualTo(new Binary(Operator.AND, new Binary(Operator.OR, path("a"), path("b")), path("c")));
        assertThat(filter("a sub 1 sub 2 eq 0"))
                .isEqualTo(new Binary(
                        Operator.EQ,
                        new Binary(Operator.SUB, new Binary(Operator.SUB, path("a"), number(1)), number(2)),
                        number(0)));
    }

    @Test
    void constantsAreWhatTheyLookLike() {
        assertThat(filter("x eq 'it''s'")).isEqualTo(new Binary(Operator.EQ, path("x"), text("it's")));
        assertThat(filter("t gt 2026-11-25T10:00:00.5+01:00"))
                .isEqualTo(new Binary(
                        Operator.GT,
                        path("t"),
                        new Literal(new Expression.Time(Instant.parse("2026-11-25T09:00:00.5Z")))));
        assertThat(filter("1.5e3 eq null")).isEqualTo(new Binary(Operator.EQ, number(1_500), new Literal(null)));
        assertThat(filter("geo.distance(Locations/location, geography'POINT (1 2)') lt 3"))
                .isEqualTo(new Binary(
                        Operator.LT,
                        new Call(
                                "geo.distance",
                                List.of(
                                        path("Locations", "location"),
                                        new Literal(new Expression.Geometry("POINT (1 2)")))),
                        number(3)));
        assertThat(filter("properties/a-b[2]/c eq true"))
                .isEqualTo(new Binary(
                        Operator.EQ, path("properties", "a-b", "2", "c"), new Literal(new Expression.Bool(true))));
    }

    @Test
    void expansionsHaveOptionsOfTheirOwn() {
        QueryOptions options = QueryParser.parse(
                "$top=2&$expand=A($filter=name%20eq%20'x;y)';$top=3;$expand=B,C($select=d))," + "E/F,E/G&$count=true");
        assertThat(options.page()).isEqualTo(new QueryOptions.Page(2, 0, true));
        QueryOptions.Expand a = options.expand().get(0);
        assertThat(a.relation()).isEqualTo("A");
        assertThat(a.options().page().top()).isEqualTo(3);
        assertThat(a.options().filter()).isEqualTo(new Binary(Operator.EQ, path("name"), text("x;y)")));
        assertThat(a.options().expand())
                .extracting(QueryOptions.Expand::relation)
                .containsExactly("B", "C");
        assertThat(options.expand().get(1).options().expand())
                .extracting(QueryOptions.Expand::relation)
                .containsExactly("F", "G");
    }

    @Test
    void whatCannotBeReadIsToldWithItsPlace() {
        assertThatThrownBy(() -> filter("name eq"))
                .hasMessage(
                        "$filter, character 8, at its end: a property, a value or a" + " function is expected here");
        assertThatThrownBy(() -> filter("a eq 1 b")).hasMessageContaining("character 8, at 'b'");
        assertThatThrownBy(() -> filter("(a eq 1")).hasMessageContaining("closing parenthesis");
        assertThatThrownBy(() -> filter("a eq 2026-02-30T00:00:00Z")).hasMessageContaining("no valid value");
        assertThatThrownBy(() -> QueryParser.parse("$top=x")).hasMessageContaining("$top must be a whole number");
        assertThatThrownBy(() -> QueryParser.parse("$top=1&$top=2")).hasMessageContaining("twice");
        assertThatThrownBy(() -> QueryParser.parse("$filter=%zz")).hasMessageContaining("percent-encoded");
        assertThatThrownBy(() -> QueryParser.parse("filter=a")).hasMessageContaining("begin with $");
    }

    @Test
    void hostileQueriesExhaustNothing() {
        assertThatThrownBy(() -> filter("(".repeat(5_000))).isInstanceOf(BadQuery.class);
        assertThatThrownBy(() -> filter("-".repeat(5_000) + "1 eq 1")).isInstanceOf(BadQuery.class);
        assertThatThrownBy(() -> filter("not ".repeat(3_000) + "a")).isInstanceOf(BadQuery.class);
        assertThatThrownBy(() -> QueryParser.parse("$filter=" + "a".repeat(QueryParser.MAX_LENGTH)))
                .hasMessageContaining("longer");
        assertThatThrownBy(() -> QueryParser.parse("$expand=A/B/C/D/E/F/G")).hasMessageContaining("deep");
        assertThatThrownBy(() -> QueryParser.parse("$expand=" + "A,".repeat(100) + "A"))
                .hasMessageContaining("$expand");
    }

    /** Whatever comes, it is read or refused with a reason; nothing else escapes. */
    @Test
    void noiseIsReadOrRefused() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String[] words = {
            "a",
            "eq",
            "and",
            "not",
            "(",
            ")",
            ",",
            "'x'",
            "'",
            "1",
            "-",
            "/",
            "null",
            "2026-11-25",
            "2026-11-25T10:00:00Z",
            "duration'PT1H'",
            "geography'",
            "[1]",
            "é",
            "\u0000",
            "$",
            "length(",
            "10:00",
            "99:99",
            "1e999",
            " "
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder noise = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                noise.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
            }
            try {
                new ExpressionParser("$filter", noise.toString()).parse();
            } catch (BadQuery refused) {
                assertThat(refused.getMessage()).startsWith("$filter, character ");
            }
        }
    }

    @Test
    void addressesAreReadStepByStep() {
        ResourcePath path = ResourcePath.parse("Things(1)/Datastreams('2')/properties/a-b");
        assertThat(path.steps().get(1)).isEqualTo(new ResourcePath.Step("Datastreams", 2L));
        assertThat(ResourcePath.parse("Things(1)/name/$value").ending()).isEqualTo("$value");
        assertThat(ResourcePath.parse("Things(9223372036854775808)")
                        .steps()
                        .get(0)
                        .id())
                .isEqualTo(-1);
        assertThatThrownBy(() -> ResourcePath.parse("Things(x)")).hasMessageContaining("whole number");
        assertThatThrownBy(() -> ResourcePath.parse("Things(1)/$value/name")).hasMessageContaining("after $value");
        assertThatThrownBy(() -> ResourcePath.parse("a/".repeat(20))).hasMessageContaining("steps");
    }
}
