package org.vigilia.server.sensing.ngsi;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A condition on an entity in its normalised form: the parameter {@code q} of NGSI-LD (4.9), see {@link FilterParser}. */
public sealed interface Filter {

    boolean holds(JsonNode entity);

    /** All of them. */
    record All(List<Filter> parts) implements Filter {
        @Override
        public boolean holds(JsonNode entity) {
            return parts.stream().allMatch(p -> p.holds(entity));
        }
    }

    /** One of them. */
    record Any(List<Filter> parts) implements Filter {
        @Override
        public boolean holds(JsonNode entity) {
            return parts.stream().anyMatch(p -> p.holds(entity));
        }
    }

    /** The attribute, or the part of it, is there. */
    record Exists(Path path) implements Filter {
        @Override
        public boolean holds(JsonNode entity) {
            return path.find(entity) != null;
        }
    }

    /** Written operators. */
    enum Operator {
        EQUAL,
        UNEQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL
    }

    /**
     * Compares with values; for (un)equality one of several, or a range.
     *
     * @param values JSON strings, numbers or booleans
     * @param range two values: from and to, both included
     */
    record Compare(Path path, Operator operator, List<JsonNode> values, boolean range) implements Filter {
        @Override
        public boolean holds(JsonNode entity) {
            JsonNode found = path.find(entity);
            if (found == null) {
                return false;
            }
            return switch (operator) {
                case EQUAL -> among(found);
                case UNEQUAL -> !among(found);
                case GREATER -> order(found, values.get(0)) > 0 && comparable(found, values.get(0));
                case GREATER_OR_EQUAL -> order(found, values.get(0)) >= 0 && comparable(found, values.get(0));
                case LESS -> order(found, values.get(0)) < 0 && comparable(found, values.get(0));
                case LESS_OR_EQUAL -> order(found, values.get(0)) <= 0 && comparable(found, values.get(0));
            };
        }

        private boolean among(JsonNode found) {
            if (found.isArray() && !range) {
                for (JsonNode each : found) {
                    if (among(each)) {
                        return true;
                    }
                }
                return false;
            }
            if (range) {
                return comparable(found, values.get(0))
                        && comparable(found, values.get(1))
                        && order(found, values.get(0)) >= 0
                        && order(found, values.get(1)) <= 0;
            }
            return values.stream().anyMatch(v -> comparable(found, v) && order(found, v) == 0);
        }

        private static boolean comparable(JsonNode a, JsonNode b) {
            return a.isNumber() && b.isNumber() || a.isBoolean() && b.isBoolean() || a.isString() && b.isString();
        }

        private static int order(JsonNode a, JsonNode b) {
            if (!comparable(a, b)) {
                return -1;
            }
            if (a.isNumber()) {
                return Double.compare(a.asDouble(), b.asDouble());
            }
            if (a.isBoolean()) {
                return Boolean.compare(a.asBoolean(), b.asBoolean());
            }
            Instant left = instant(a.stringValue());
            Instant right = instant(b.stringValue());
            return left != null && right != null
                    ? left.compareTo(right)
                    : a.stringValue().compareTo(b.stringValue());
        }

        private static @Nullable Instant instant(String text) {
            if (text.length() < 16 || text.charAt(4) != '-') {
                return null;
            }
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                return null;
            }
        }
    }

    /** A text in which a pattern occurs, or does not. */
    record Matches(Path path, BoundedPattern pattern, boolean wanted) implements Filter {
        @Override
        public boolean holds(JsonNode entity) {
            JsonNode found = path.find(entity);
            return found != null && found.isString() && pattern.find(found.stringValue()) == wanted;
        }
    }

    /**
     * Where to look: {@code temperature}, {@code temperature.observedAt}, {@code address[city]}.
     *
     * @param attribute first of the names, and those of parts of the attribute
     * @param inside names inside its value
     */
    record Path(List<String> attribute, List<String> inside) {

        @Nullable
        JsonNode find(JsonNode entity) {
            JsonNode node = entity;
            for (String name : attribute) {
                node = node.get(name);
                if (node == null) {
                    return null;
                }
            }
            if (node.isObject()) {
                node = EntityViews.value(node);
                if (inside.isEmpty() && node.isObject() && node.has("@value")) {
                    node = node.get("@value");
                }
            }
            for (String name : inside) {
                node = node == null ? null : node.get(name);
            }
            return node == null || node.isMissingNode() ? null : node;
        }
    }
}
