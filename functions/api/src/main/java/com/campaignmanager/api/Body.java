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

/** A request's body, taken from the event itself, because the container would guess at its encoding. */
final class Body {
    private static final MediaType MERGE_PATCH = MediaType.valueOf("application/merge-patch+json");
    private static final MediaType CSV = MediaType.valueOf("text/csv");
    private static final MediaType VCARD = MediaType.valueOf("text/vcard");
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int MAX_FILE_BYTES = 5 * 1024 * 1024;

    private final Optional<String> content;
    private final boolean base64;
    private final Optional<String> contentType;
    private final Optional<String> contentEncoding;

    Body(HttpApiV2ProxyRequest event, Optional<String> contentType, Optional<String> contentEncoding) {
        this.content = Optional.ofNullable(event.getBody());
        this.base64 = event.isBase64Encoded();
        this.contentType = contentType;
        this.contentEncoding = contentEncoding;
    }

    /** A JSON object. */
    JsonBody json() throws HttpMediaTypeNotSupportedException {
        requireType(MediaType.APPLICATION_JSON);
        return JsonBody.parse(jsonText());
    }

    /** A JSON object, or nothing, which stands for an empty one. */
    JsonBody jsonIfAny() throws HttpMediaTypeNotSupportedException {
        String text = jsonText();
        if (!text.isBlank()) {
            requireType(MediaType.APPLICATION_JSON);
        }
        return JsonBody.parseOptional(text);
    }

    /** A JSON object by RFC 7396. */
    JsonBody mergePatch() throws HttpMediaTypeNotSupportedException {
        requireType(MediaType.APPLICATION_JSON, MERGE_PATCH);
        return JsonBody.parse(jsonText());
    }

    /**
     * A file of customers, in whatever encoding: it tells that itself.
     *
     * @throws ProblemException {@code file_too_large}
     */
    byte[] customerFile() throws HttpMediaTypeNotSupportedException {
        return file(
                "a file of more than 5 MB is imported by POST /customers/imports, which gives an address to PUT it to");
    }

    /**
     * The same for a file of those who want no messages.
     *
     * @throws ProblemException {@code file_too_large}
     */
    byte[] suppressionFile() throws HttpMediaTypeNotSupportedException {
        return file("a file may have 5 MB at most; import a larger one in parts");
    }

    private byte[] file(String tooLarge) throws HttpMediaTypeNotSupportedException {
        requireTypeOfAnyCharset(CSV, VCARD);
        byte[] bytes = plainBytes();
        if (bytes.length > MAX_FILE_BYTES) {
            throw ProblemException.of(Kind.TOO_LARGE, "file_too_large", tooLarge);
        }
        return bytes;
    }

    /** A request without a Content-Type is taken to have the accepted one. */
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

    private String jsonText() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plainBytes()))
                    .toString();
            if (text.startsWith(BYTE_ORDER_MARK)) {
                throw malformed("the body begins with a byte order mark, which JSON must not have (RFC 8259)");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
    }

    /** The body, which is refused if it is compressed. */
    private byte[] plainBytes() {
        byte[] bytes = bytes();
        boolean isEncoded = contentEncoding
                .filter(encoding -> !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity"))
                .isPresent();
        if (isEncoded || bytes.length >= 2 && (bytes[0] & 0xFF) == 0x1F && (bytes[1] & 0xFF) == 0x8B) {
            throw ProblemException.of(
                    Kind.UNSUPPORTED,
                    "unsupported_encoding",
                    "the body is compressed; send it as it is, without Content-Encoding");
        }
        return bytes;
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
        return malformed("the body is not valid UTF-8");
    }

    private static ProblemException malformed(String detail) {
        return ProblemException.of(Kind.INVALID, "malformed_json", detail);
    }
}
