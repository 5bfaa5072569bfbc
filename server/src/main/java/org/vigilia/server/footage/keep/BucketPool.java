package org.vigilia.server.footage.keep;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.vigilia.server.footage.FootageSettings;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bucket of an S3-compatible store. A segment is a few megabytes: it is fetched whole, verified, and kept on the local
 * disk for a while, at most so many of them.
 */
final class BucketPool implements Pool {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final String name;
    private final FootageSettings.Pool settings;
    private final String bucket;
    private final Path cache;
    private final int most;
    private volatile @org.jspecify.annotations.Nullable S3Client client;

    BucketPool(String name, FootageSettings.Pool settings, Path cache, int most) {
        this.name = name;
        this.settings = settings;
        this.bucket = Objects.requireNonNull(settings.bucket());
        this.cache = cache.toAbsolutePath().resolve(name);
        this.most = most;
    }

    @Override
    public String name() {
        return name;
    }

    /** Made at first use: the key file may come later than the server, and its absence is the pool's trouble alone. */
    private synchronized S3Client client() throws IOException {
        S3Client made = client;
        if (made == null) {
            made = S3Client.builder()
                    .endpointOverride(URI.create(Objects.requireNonNull(settings.url())))
                    .region(Region.of(settings.region()))
                    .credentialsProvider(credentials())
                    .forcePathStyle(true)
                    // stores other than Amazon's do not know its newer checksums; ours is verified by reading back
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(Duration.ofSeconds(5))
                            .socketTimeout(LIMIT))
                    .overrideConfiguration(config -> config.apiCallTimeout(LIMIT.multipliedBy(2))
                            // what is moved is tried again later anyway, and somebody waits for what is played
                            .retryStrategy(retry -> retry.maxAttempts(2)))
                    .build();
            client = made;
        }
        return made;
    }

    private AwsCredentialsProvider credentials() throws IOException {
        Path file = settings.keyFile();
        if (file == null) {
            return AnonymousCredentialsProvider.create();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2) {
            throw new IOException(
                    file + " must hold the access key in its first line and the secret key in its second");
        }
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(lines.get(0).strip(), lines.get(1).strip()));
    }

    private interface Call<T> {
        T on(S3Client store) throws IOException;
    }

    private <T> T call(Call<T> call) throws IOException {
        try {
            return call.on(client());
        } catch (SdkException | IllegalArgumentException e) {
            throw new IOException("the store of pool '" + name + "' does not do it: " + e.getMessage(), e);
        }
    }

    @Override
    public Path fetch(String file, String sha256) throws IOException {
        // by what it holds: nothing stale is ever found
        Path local = cache.resolve(sha256 + ".mp4");
        if (Files.exists(local)) {
            Files.setLastModifiedTime(local, FileTime.from(Instant.now()));
            return local;
        }
        Files.createDirectories(cache);
        Path part = Files.createTempFile(cache, "fetch", ".part");
        try {
            call(store -> {
                try (InputStream in = store.getObject(get -> get.bucket(bucket).key(file))) {
                    Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                }
                return part;
            });
            String found = FolderPool.hash(part);
            if (!found.equals(sha256)) {
                throw new IOException(file + " in pool '" + name + "' is not what was stored there");
            }
            Files.move(part, local, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        trim();
        return local;
    }

    private synchronized void trim() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            List<Path> oldest = files.filter(file -> file.toString().endsWith(".mp4"))
                    .sorted(Comparator.comparingLong(
                                    (Path file) -> file.toFile().lastModified())
                            .reversed())
                    .skip(most)
                    .toList();
            for (Path file : oldest) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public String put(Path from, String file) throws IOException {
        return call(store -> {
            store.putObject(put -> put.bucket(bucket).key(file).contentType("video/mp4"), RequestBody.fromFile(from));
            try (InputStream in = store.getObject(get -> get.bucket(bucket).key(file))) {
                return FolderPool.hash(in);
            }
        });
    }

    @Override
    public void remove(String file, String sha256) throws IOException {
        call(store -> store.deleteObject(delete -> delete.bucket(bucket).key(file)));
        if (sha256.matches("[0-9a-f]{64}")) {
            Files.deleteIfExists(cache.resolve(sha256 + ".mp4"));
        }
    }

    @Override
    public Optional<String> findTrouble() {
        try {
            call(store -> store.headBucket(head -> head.bucket(bucket)));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public OptionalLong freeBytes() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong totalBytes() {
        return OptionalLong.empty();
    }
}
