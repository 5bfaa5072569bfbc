package org.vigilia.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Point;

/**
 * How our records look in the description of the interface: what is not {@code @Nullable} is required, the rest may be
 * null; points are pairs of numbers; a record inside another type carries that type's name, so that two rooms may have
 * a {@code Spot} each.
 */
final class RecordSchemas implements ModelConverter {

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        Class<?> raw = Json31.mapper().constructType(type.getType()).getRawClass();
        if (raw == Point.class) {
            return point();
        }
        boolean ours = raw.isRecord() && raw.getName().startsWith("org.vigilia.");
        if (ours) {
            type.setName(name(raw));
        }
        Schema<?> schema = chain.next().resolve(type, context, chain);
        if (ours) {
            Schema<?> model = model(schema, raw, context);
            if (model != null && model.getProperties() != null) {
                complete(model, raw);
            }
        }
        return schema;
    }

    private static @Nullable Schema<?> model(@Nullable Schema<?> schema, Class<?> raw, ModelConverterContext context) {
        return schema != null && schema.get$ref() == null
                ? schema
                : context.getDefinedModels().get(name(raw));
    }

    /** "CameraStreams" for {@code Camera.Streams}, "CameraPage" for {@code CameraController.CameraPage}. */
    private static String name(Class<?> raw) {
        Class<?> outer = raw.getEnclosingClass();
        if (outer == null) {
            return raw.getSimpleName();
        }
        if (outer.getSimpleName().endsWith("Controller")) {
            return raw.getSimpleName();
        }
        return raw.getSimpleName().startsWith(outer.getSimpleName())
                ? raw.getSimpleName()
                : outer.getSimpleName() + raw.getSimpleName();
    }

    private static void complete(Schema<?> model, Class<?> raw) {
        Map<String, Schema> properties = model.getProperties();
        Set<String> required = new LinkedHashSet<>();
        complete(properties, required, raw);
        model.setRequired(new ArrayList<>(required));
    }

    private static void complete(Map<String, Schema> properties, Set<String> required, Class<?> raw) {
        for (RecordComponent component : raw.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                complete(properties, required, component.getType());
                continue;
            }
            JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
            String name = renamed == null ? component.getName() : renamed.value();
            Schema<?> property = properties.get(name);
            if (property == null) {
                continue;
            }
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                properties.put(name, orNull(property));
            } else {
                required.add(name);
            }
        }
    }

    private static Schema<?> orNull(Schema<?> property) {
        if (property.get$ref() != null) {
            Schema<?> reference = new Schema<>().$ref(Objects.requireNonNull(property.get$ref()));
            Schema<?> either = new Schema<>();
            either.setAnyOf(new ArrayList<>(List.of(reference, typed("null"))));
            either.setDescription(property.getDescription());
            return either;
        }
        if (property.getAnyOf() != null) {
            return property;
        }
        Set<String> types = new LinkedHashSet<>();
        if (property.getTypes() != null) {
            types.addAll(property.getTypes());
        } else if (property.getType() != null) {
            types.add(property.getType());
        }
        types.add("null");
        property.setTypes(types);
        return property.getEnum() == null || property.getEnum().contains(null) ? property : withNull(property);
    }

    /** What lists its values must list null, too, or null is none of them. */
    private static <T> Schema<T> withNull(Schema<T> property) {
        List<T> values = new ArrayList<>(property.getEnum());
        values.add(null);
        property.setEnum(values);
        return property;
    }

    private static Schema<?> point() {
        Schema<?> pair = typed("array");
        pair.setDescription("[x, y], fractions of the picture's width and height");
        pair.setPrefixItems(new ArrayList<>(Arrays.asList(typed("number"), typed("number"))));
        pair.setMinItems(2);
        pair.setMaxItems(2);
        return pair;
    }

    private static Schema<?> typed(String type) {
        Schema<?> schema = new Schema<>();
        schema.setTypes(new LinkedHashSet<>(Set.of(type)));
        return schema;
    }
}
