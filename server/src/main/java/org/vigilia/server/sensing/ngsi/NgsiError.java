package org.vigilia.server.sensing.ngsi;

/** A refusal in the words of NGSI-LD (ETSI GS CIM 009, 5.5.2); its detail is for people and holds no secrets. */
public final class NgsiError extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "https://uri.etsi.org/ngsi-ld/errors/";

    /** What the standard distinguishes. */
    public enum Kind {
        BadRequestData(400, "The content of the request is not accepted"),
        InvalidRequest(400, "The request is not accepted"),
        Forbidden(403, "Not allowed"),
        ResourceNotFound(404, "Not found"),
        NotAcceptable(406, "Not in this form"),
        AlreadyExists(409, "There is one already"),
        TooLarge(413, "Too large"),
        UnsupportedMediaType(415, "Not in this form"),
        OperationNotSupported(422, "Not supported"),
        LdContextNotAvailable(503, "The @context is not available"),
        InternalError(503, "Not available now");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }

        String title() {
            return title;
        }

        /** The URI of the standard, or "about:blank" where only the HTTP status tells it (RFC 9457). */
        String type() {
            return switch (this) {
                case Forbidden, NotAcceptable, TooLarge, UnsupportedMediaType -> "about:blank";
                default -> PREFIX + name();
            };
        }
    }

    private final Kind kind;
    private final String detail;

    public NgsiError(Kind kind, String detail) {
        super(detail);
        this.kind = kind;
        this.detail = detail;
    }

    public static NgsiError bad(String detail) {
        return new NgsiError(Kind.BadRequestData, detail);
    }

    public static NgsiError missing(String what, String id) {
        return new NgsiError(Kind.ResourceNotFound, "There is no " + what + " '" + id + "' that you may see.");
    }

    Kind kind() {
        return kind;
    }

    public String detail() {
        return detail;
    }
}
