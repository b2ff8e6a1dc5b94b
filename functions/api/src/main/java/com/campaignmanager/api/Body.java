package com.campaignmanager.api;

import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** A request's body, taken from the event itself: what lies between would guess at its encoding. */
final class Body {
    private static final MediaType MERGE_PATCH = MediaType.valueOf("application/merge-patch+json");
    private static final MediaType CSV = MediaType.valueOf("text/csv");
    private static final MediaType VCARD = MediaType.valueOf("text/vcard");
    private static final int MAX_FILE_BYTES = 5 * 1024 * 1024;

    private final Optional<String> content;
    private final boolean base64;
    private final Optional<String> contentType;

    Body(HttpApiV2ProxyRequest event, Optional<String> contentType) {
        this.content = Optional.ofNullable(event.getBody());
        this.base64 = event.isBase64Encoded();
        this.contentType = contentType;
    }

    /** A JSON object. */
    JsonBody json() throws HttpMediaTypeNotSupportedException {
        requireType(MediaType.APPLICATION_JSON);
        return JsonBody.parse(text());
    }

    /** A JSON object, or nothing, which stands for an empty one. */
    JsonBody jsonIfAny() throws HttpMediaTypeNotSupportedException {
        String text = text();
        if (!text.isBlank()) {
            requireType(MediaType.APPLICATION_JSON);
        }
        return JsonBody.parseOptional(text);
    }

    /** A JSON object by RFC 7396. */
    JsonBody mergePatch() throws HttpMediaTypeNotSupportedException {
        requireType(MediaType.APPLICATION_JSON, MERGE_PATCH);
        return JsonBody.parse(text());
    }

    /**
     * A file of customers, in whatever encoding: it tells that itself.
     *
     * @throws ProblemException {@code file_too_large}
     */
    byte[] customerFile() throws HttpMediaTypeNotSupportedException {
        requireTypeOfAnyCharset(CSV, VCARD);
        byte[] bytes = bytes();
        if (bytes.length > MAX_FILE_BYTES) {
            throw ProblemException.of(
                    Kind.TOO_LARGE,
                    "file_too_large",
                    "a file of more than 5 MB is imported by POST /customers/imports, which gives an address to PUT it to");
        }
        return bytes;
    }

    /** Whoever does not name a type means the one that is accepted. */
    private void requireType(MediaType... accepted) throws HttpMediaTypeNotSupportedException {
        requireTypeOfAnyCharset(accepted);
        if (contentType.isPresent()) {
            MediaType type = parsed(contentType.get(), accepted);
            if (type.getParameter("charset") != null && !StandardCharsets.UTF_8.equals(type.getCharset())) {
                throw new HttpMediaTypeNotSupportedException(type, List.of(accepted));
            }
        }
    }

    private void requireTypeOfAnyCharset(MediaType... accepted) throws HttpMediaTypeNotSupportedException {
        if (contentType.isPresent()) {
            MediaType type = parsed(contentType.get(), accepted);
            if (Arrays.stream(accepted).noneMatch(type::equalsTypeAndSubtype)) {
                throw new HttpMediaTypeNotSupportedException(type, List.of(accepted));
            }
        }
    }

    private static MediaType parsed(String type, MediaType... accepted) throws HttpMediaTypeNotSupportedException {
        try {
            return MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException e) {
            throw new HttpMediaTypeNotSupportedException(MediaType.ALL, List.of(accepted));
        }
    }

    private String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
    }

    /** The body as it was sent, whatever it is. */
    byte[] bytes() {
        if (content.isEmpty()) {
            return new byte[0];
        }
        try {
            if (base64) {
                return Base64.getDecoder().decode(content.get());
            }
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(content.get()));
            return Arrays.copyOf(encoded.array(), encoded.limit());
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
    }

    private static ProblemException notUtf8() {
        return ProblemException.of(Kind.INVALID, "malformed_json", "the body is not valid UTF-8");
    }
}
