package org.vigilia.server.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.vigilia.proof.stamp.Authorities;
import org.vigilia.proof.stamp.Question;
import org.vigilia.proof.stamp.TimeStamp;
import org.vigilia.proof.stamp.WrongTimeStamp;

/**
 * Asks the authority for a time stamp over HTTP (RFC 3161, section 3.4): one POST within a time limit, redirects not
 * followed, long answers not read. It is told a hash and nothing else. Thread-safe.
 */
final class TimeStampAuthority {
    private static final int LONGEST_ANSWER = 1 << 18;

    private final EvidenceSettings.TimeStamp settings;
    private final HttpClient client;

    TimeStampAuthority(EvidenceSettings.TimeStamp settings) {
        this.settings = settings;
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .build();
    }

    /**
     * A time stamp of a text, checked.
     *
     * @throws IOException when the authority cannot be asked now
     * @throws WrongTimeStamp when what it answered does not hold
     * @throws StrangerException when it holds, but is from none of the trusted authorities
     */
    TimeStamp ask(String text) throws IOException, WrongTimeStamp, StrangerException, InterruptedException {
        Authorities trusted = trusted();
        Question question = Question.about(text);
        TimeStamp stamp = question.answeredBy(post(question.bytes()));
        if (trusted != null && !trusted.vouchFor(stamp)) {
            throw new StrangerException(stamp.authority());
        }
        return stamp;
    }

    /** Read each time: the file may be changed while the server runs. */
    private @Nullable Authorities trusted() throws IOException {
        Path ca = settings.ca();
        try {
            return ca == null ? null : Authorities.read(ca);
        } catch (IOException e) {
            throw new IOException("the file of evidence.time-stamp.ca holds no certificates, or cannot be read", e);
        }
    }

    private byte[] post(byte[] question) throws IOException, InterruptedException {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(settings.url()))
                    .timeout(settings.timeout())
                    .header("Content-Type", Question.MEDIA_TYPE)
                    .header("Accept", "application/timestamp-reply")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new IOException("evidence.time-stamp.url is no address of the web", e);
        }
        AtomicReference<InputStream> open = new AtomicReference<>();
        CompletableFuture<byte[]> answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenApplyAsync(response -> {
                    open.set(response.body());
                    return read(response);
                });
        try {
            return answer.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(
                    "the authority did not answer within " + settings.timeout().toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof UncheckedIOException told) {
                throw new IOException(told.getMessage(), told);
            }
            throw new IOException(
                    "the authority cannot be reached (" + cause.getClass().getSimpleName() + ")", e);
        } finally {
            InputStream body = open.get();
            if (body != null) {
                body.close();
            }
        }
    }

    private static byte[] read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("the authority answered HTTP " + response.statusCode());
            }
            byte[] answer = body.readNBytes(LONGEST_ANSWER + 1);
            if (answer.length > LONGEST_ANSWER) {
                throw new IOException("the answer of the authority is too long");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Somebody answered who is not on the list. */
    static final class StrangerException extends Exception {
        private static final long serialVersionUID = 1L;

        StrangerException(String authority) {
            super("the certificate of " + authority + " is from none of the trusted authorities");
        }
    }
}
