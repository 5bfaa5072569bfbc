package org.vigilia.proof.stamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * What an authority is asked: a SHA-256 and a number that was never used before, so that an old answer is no answer. The
 * authority learns nothing of the text. Immutable.
 */
public final class Question {
    /** Media type of {@link #bytes()}. */
    public static final String MEDIA_TYPE = "application/timestamp-query";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BITS = 64;

    private final String text;
    private final TimeStampRequest request;

    private Question(String text, TimeStampRequest request) {
        this.text = text;
        this.request = request;
    }

    /** A new question; the authority is asked for its certificate, too. */
    public static Question about(String text) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        BigInteger nonce = new BigInteger(NONCE_BITS, RANDOM).setBit(NONCE_BITS);
        return new Question(text, generator.generate(TSPAlgorithms.SHA256, TimeStamp.imprint(text), nonce));
    }

    /** The question for the wire (RFC 3161, TimeStampReq). */
    public byte[] bytes() {
        try {
            return request.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a question that was made can be written", e);
        }
    }

    /**
     * The time stamp in an answer (TimeStampResp), checked.
     *
     * @throws WrongTimeStamp when it is no answer to this question, or the authority refused, or it does not hold
     */
    public TimeStamp answeredBy(byte[] answer) throws WrongTimeStamp {
        TimeStampResponse response;
        byte[] token;
        try {
            response = new TimeStampResponse(answer);
            TimeStampToken given = response.getTimeStampToken();
            token = given == null ? null : given.getEncoded();
        } catch (TSPException | IOException | RuntimeException e) {
            throw new WrongTimeStamp("the answer cannot be read", e);
        }
        if (token == null) {
            String why = response.getStatusString();
            throw new WrongTimeStamp("the authority gave none (status " + response.getStatus() + ")"
                    + (why == null ? "" : ": " + why.replaceAll("\\p{Cntrl}", " ")));
        }
        try {
            response.validate(request);
        } catch (TSPException | RuntimeException e) {
            throw new WrongTimeStamp("the answer is to another question: " + e.getMessage(), e);
        }
        return TimeStamp.of(token, text);
    }
}
