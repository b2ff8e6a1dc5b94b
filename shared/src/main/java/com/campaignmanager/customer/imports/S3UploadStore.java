package com.campaignmanager.customer.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** Uploads as objects of an S3 bucket, {@code imports/{id}.csv}. Region, credentials and endpoint are the environment's. */
public final class S3UploadStore implements UploadStore {
    private static final Duration URL_IS_GOOD_FOR = Duration.ofHours(1);
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;

    private final String bucket;
    // Made at first use: the API needs the one, the importer the other, and both cost a cold start.
    private Optional<S3Client> client = Optional.empty();
    private Optional<S3Presigner> presigner = Optional.empty();

    public S3UploadStore(String bucket) {
        this.bucket = bucket;
    }

    /** A second PUT is refused by S3 with 412, as is one of another type or size: all of it is signed. */
    @Override
    public Target target(UUID importId, UploadTerms terms) {
        PresignedPutObjectRequest signed = presigner()
                .presignPutObject(presign -> presign.signatureDuration(URL_IS_GOOD_FOR)
                        .putObjectRequest(put -> {
                            put.bucket(bucket)
                                    .key(key(importId))
                                    .contentType(terms.contentType())
                                    .ifNoneMatch("*");
                            terms.size().ifPresent(put::contentLength);
                        }));
        Map<String, String> headers = new TreeMap<>();
        signed.signedHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        headers.remove("host");
        return new Target(signed.url().toString(), headers);
    }

    @Override
    public Optional<Upload> find(UUID importId) throws IOException {
        try {
            HeadObjectResponse object =
                    client().headObject(head -> head.bucket(bucket).key(key(importId)));
            return Optional.of(new Upload(object.eTag(), object.contentLength()));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw new IOException(e);
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    @Override
    public InputStream open(UUID importId, Upload upload, long offset) throws IOException {
        if (offset == upload.size()) {
            return InputStream.nullInputStream(); // S3 refuses a range of nothing
        }
        try {
            return abortedWhenClosed(client().getObject(get -> get.bucket(bucket)
                    .key(key(importId))
                    .ifMatch(upload.version())
                    .range(offset == 0 ? null : "bytes=" + offset + "-")));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND || e.statusCode() == PRECONDITION_FAILED) {
                throw new UploadReplacedException(importId);
            }
            throw new IOException(e);
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    /** Closing the SDK's stream reads the rest of the object; nobody wants it. */
    private static InputStream abortedWhenClosed(ResponseInputStream<?> content) {
        return new FilterInputStream(content) {
            @Override
            public void close() {
                content.abort();
            }
        };
    }

    @Override
    public void discard(UUID importId) throws IOException {
        try {
            client().deleteObject(delete -> delete.bucket(bucket).key(key(importId)));
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    private static String key(UUID importId) {
        return "imports/" + importId + ".csv";
    }

    private synchronized S3Client client() {
        client = client.or(() -> Optional.of(S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()));
        return client.get();
    }

    private synchronized S3Presigner presigner() {
        presigner = presigner.or(() -> Optional.of(S3Presigner.create()));
        return presigner.get();
    }
}
