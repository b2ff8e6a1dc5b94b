package com.campaignmanager.local.uploads;

import com.campaignmanager.customer.imports.CustomerImports;
import com.campaignmanager.customer.imports.DirectoryUploadStore;
import com.campaignmanager.customer.imports.UploadTerms;
import com.campaignmanager.problem.ProblemException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Takes what is {@code PUT} to an import's upload address, as S3 does in the cloud, and tells of it. */
public final class Uploads implements HttpHandler {
    /** Where these addresses begin. */
    public static final String PATH = "/uploads";

    private final DirectoryUploadStore store;
    private final CustomerImports imports;
    private final Consumer<UUID> uploaded;

    public Uploads(DirectoryUploadStore store, CustomerImports imports, Consumer<UUID> uploaded) {
        this.store = store;
        this.imports = imports;
        this.uploaded = uploaded;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("PUT")) {
                exchange.getResponseHeaders().set("Allow", "PUT");
                answer(exchange, 405, "only PUT is possible here");
                return;
            }
            Optional<UUID> id = importId(exchange);
            if (id.isEmpty()) {
                answer(exchange, 404, "there is no such import");
            } else {
                put(exchange, id.get());
            }
        }
    }

    private void put(HttpExchange exchange, UUID id) throws IOException {
        if (isTooLarge(exchange)) {
            answer(exchange, 413, "a file may have " + UploadTerms.MAX_BYTES + " bytes at most");
        } else if (store.write(id, exchange.getRequestBody())) {
            uploaded.accept(id);
            answer(exchange, 200, "uploaded");
        } else {
            answer(exchange, 412, "the file of this import is here already");
        }
    }

    private static boolean isTooLarge(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return length != null && Long.parseLong(length) > UploadTerms.MAX_BYTES;
    }

    /** Only imports that there are: nobody else may fill the disk. */
    private Optional<UUID> importId(HttpExchange exchange) {
        try {
            UUID id = UUID.fromString(
                    exchange.getRequestURI().getPath().substring(PATH.length()).replaceFirst("^/", ""));
            return Optional.of(imports.get(id).id());
        } catch (IllegalArgumentException | ProblemException e) {
            return Optional.empty();
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain;charset=UTF-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
