package org.vigilia.vision.source;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.vigilia.contract.scene.Box;
import org.vigilia.contract.scene.Detection;

/**
 * Reads what a camera itself saw: an ONVIF metadata document ({@code tt:MetadataStream}, ONVIF Analytics Service
 * Specification, 5.1). Takes both ways of naming an object, {@code tt:ClassCandidate} and {@code tt:Type}.
 *
 * <p>The document comes from outside and is not trusted: no document type, no entities, at most {@value #MAX_BYTES}
 * bytes, {@value #MAX_FRAMES} frames and {@value #MAX_OBJECTS} objects a frame, more are left out. Boxes that cannot be
 * are left out one by one. Immutable; safe for many threads.
 */
public final class AnalyticsReader {

    public static final int MAX_BYTES = 256 * 1024;
    static final int MAX_FRAMES = 64;
    static final int MAX_OBJECTS = 256;

    private static final double LEAST_SIZE = 0.002;
    private static final double MOST_AREA = 0.9;
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final XMLInputFactory factory;

    public AnalyticsReader() {
        factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("it refers to " + systemId);
        });
    }

    /**
     * The frames of a document, in its order; none when it tells of other things, such as events.
     *
     * @param document whole; its position is left alone
     */
    public List<CameraFrame> read(ByteBuffer document) throws AnalyticsUnreadable {
        int size = document.remaining();
        if (size > MAX_BYTES) {
            throw new AnalyticsUnreadable(size + " bytes are more than the " + MAX_BYTES + " that are read");
        }
        // decoded here, not by the parser: on damaged bytes that one writes to standard error
        String text = StandardCharsets.UTF_8.decode(document.duplicate()).toString();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
            try {
                return new Walk(xml).frames();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new AnalyticsUnreadable(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // the parser of the JDK lets some of its own mistakes out when it is fed garbage
            throw new AnalyticsUnreadable(e.toString());
        }
    }

    /** {@code outer = scale * inner + shift}, ONVIF's tt:Transformation. */
    private record Shift(double scaleX, double scaleY, double shiftX, double shiftY) {
        static final Shift NONE = new Shift(1, 1, 0, 0);

        double x(double inner) {
            return scaleX * inner + shiftX;
        }

        double y(double inner) {
            return scaleY * inner + shiftY;
        }
    }

    /** Edges as the camera wrote them. */
    private record Edges(double left, double top, double right, double bottom) {}

    /** One way through one document. */
    private static final class Walk {
        private final XMLStreamReader xml;
        private final List<CameraFrame> frames = new ArrayList<>();

        Walk(XMLStreamReader xml) {
            this.xml = xml;
        }

        List<CameraFrame> frames() throws XMLStreamException, AnalyticsUnreadable {
            boolean rooted = false;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new AnalyticsUnreadable("it has a document type");
                }
                if (event != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                if (!rooted && !xml.getLocalName().equals("MetadataStream")) {
                    throw new AnalyticsUnreadable("it is a " + xml.getLocalName() + ", not a MetadataStream");
                }
                rooted = true;
                if (xml.getLocalName().equals("Frame")) {
                    frame();
                }
            }
            return frames;
        }

        private void frame() throws XMLStreamException, AnalyticsUnreadable {
            Instant at = time(xml.getAttributeValue(null, "UtcTime"));
            Shift shift = Shift.NONE;
            List<Detection> objects = new ArrayList<>();
            Set<String> ids = new HashSet<>();
            while (inside("Frame")) {
                switch (xml.getLocalName()) {
                    case "Transformation" -> shift = transformation();
                    case "Object" -> {
                        String id = xml.getAttributeValue(null, "ObjectId");
                        Detection found = object(shift);
                        // some cameras tell an object twice in one frame, once for each of its rules
                        if (found != null && objects.size() < MAX_OBJECTS && (id == null || ids.add(id))) {
                            objects.add(found);
                        }
                    }
                    default -> {}
                }
            }
            if (frames.size() < MAX_FRAMES) {
                frames.add(new CameraFrame(at, objects));
            }
        }

        /** To the next start of an element; false at the end of the named one. */
        private boolean inside(String name) throws XMLStreamException {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    return true;
                }
                if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals(name)) {
                    return false;
                }
            }
            return false;
        }

        private Shift transformation() throws XMLStreamException {
            Shift shift = Shift.NONE;
            while (inside("Transformation")) {
                double x = number("x");
                double y = number("y");
                shift = switch (xml.getLocalName()) {
                    case "Translate" -> new Shift(shift.scaleX, shift.scaleY, x, y);
                    case "Scale" -> new Shift(x, y, shift.shiftX, shift.shiftY);
                    default -> shift;
                };
            }
            return shift;
        }

        private @Nullable Detection object(Shift outer) throws XMLStreamException {
            Shift inner = Shift.NONE;
            Edges edges = null;
            ObjectWords words = new ObjectWords();
            while (inside("Object")) {
                switch (xml.getLocalName()) {
                    case "Transformation" -> inner = transformation();
                    case "BoundingBox" -> {
                        if (edges == null) {
                            edges = new Edges(number("left"), number("top"), number("right"), number("bottom"));
                        }
                    }
                    case "ClassCandidate" -> candidate(words);
                    case "Type" -> {
                        String likelihood = xml.getAttributeValue(null, "Likelihood");
                        words.add(xml.getElementText(), likelihood);
                    }
                    default -> {}
                }
            }
            ObjectWords.Verdict verdict = words.verdict();
            Box box = edges == null || verdict == null ? null : box(edges, inner, outer);
            return box == null || verdict == null ? null : new Detection(box, verdict.kind(), verdict.likelihood());
        }

        private void candidate(ObjectWords words) throws XMLStreamException {
            String type = "";
            String likelihood = null;
            while (inside("ClassCandidate")) {
                switch (xml.getLocalName()) {
                    case "Type" -> type = xml.getElementText();
                    case "Likelihood" -> likelihood = xml.getElementText();
                    default -> {}
                }
            }
            words.add(type, likelihood);
        }

        private double number(String attribute) {
            String text = xml.getAttributeValue(null, attribute);
            try {
                return text == null ? Double.NaN : Double.parseDouble(text);
            } catch (NumberFormatException e) {
                return Double.NaN;
            }
        }
    }

    /** From ONVIF's plane, -1..1 with y upwards, to fractions of the picture; null for a box that cannot be. */
    private static @Nullable Box box(Edges edges, Shift inner, Shift outer) {
        double x1 = (outer.x(inner.x(edges.left)) + 1) / 2;
        double x2 = (outer.x(inner.x(edges.right)) + 1) / 2;
        double y1 = (1 - outer.y(inner.y(edges.top))) / 2;
        double y2 = (1 - outer.y(inner.y(edges.bottom))) / 2;
        double left = Math.max(0, Math.min(x1, x2));
        double right = Math.min(1, Math.max(x1, x2));
        double top = Math.max(0, Math.min(y1, y2));
        double bottom = Math.min(1, Math.max(y1, y2));
        double area = (right - left) * (bottom - top);
        double whole = Math.abs(x2 - x1) * Math.abs(y2 - y1);
        // written so that "not a number" anywhere fails
        boolean credible =
                right - left >= LEAST_SIZE && bottom - top >= LEAST_SIZE && area <= MOST_AREA && whole <= 4 * area;
        return credible ? new Box(left, top, right - left, bottom - top) : null;
    }

    /** xs:dateTime; without a zone it is UTC, as the standard demands. */
    private static Instant time(@Nullable String text) throws AnalyticsUnreadable {
        try {
            TemporalAccessor parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text == null ? "" : text.strip(), OffsetDateTime::from, LocalDateTime::from);
            Instant at = parsed instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC);
            if (at.isAfter(EARLIEST) && at.isBefore(LATEST)) {
                return at;
            }
        } catch (DateTimeException e) {
            throw new AnalyticsUnreadable("a frame's UtcTime is '" + text + "'");
        }
        throw new AnalyticsUnreadable("a frame's UtcTime is '" + text + "'");
    }
}
