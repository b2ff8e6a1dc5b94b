package com.campaignmanager.customer.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Uploads as objects of an S3 bucket, {@code imports/{id}.csv}. Region, credentials and endpoint are the environment's. */
public final class S3UploadStore implements UploadStore {
    private static final Duration URL_IS_GOOD_FOR = Duration.ofHours(1);
    private static final int NOT_FOUND = 404;

    private final String bucket;
    // Made at first use: the API needs the one, the importer the other, and both cost a cold start.
    private Optional<S3Client> client = Optional.empty();
    private Optional<S3Presigner> presigner = Optional.empty();

    public S3UploadStore(String bucket) {
        this.bucket = bucket;
    }

    @Override
    public String uploadUrl(UUID importId) {
        return presigner()
                .presignPutObject(presign -> presign.signatureDuration(URL_IS_GOOD_FOR)
                        .putObjectRequest(put -> put.bucket(bucket).key(key(importId))))
                .url()
                .toString();
    }

    @Override
    public OptionalLong size(UUID importId) throws IOException {
        try {
            return OptionalLong.of(
                    client().headObject(head -> head.bucket(bucket).key(key(importId)))
                            .contentLength());
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw new IOException(e);
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }

    @Override
    public Optional<InputStream> open(UUID importId) throws IOException {
        try {
            return Optional.of(abortedWhenClosed(
                    client().getObject(get -> get.bucket(bucket).key(key(importId)))));
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return Optional.empty();
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
