package com.campaignmanager.api;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** This API's description, and a page to read it. Both are files on the class path. */
final class DocsController implements Controller {
    private static final Pattern FILE = Pattern.compile("[a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*\\.([a-z]+)");
    /** The kinds of files there are, by their endings. */
    private static final Map<String, MediaType> TYPES = Map.of(
            "html", utf8("text", "html"),
            "css", utf8("text", "css"),
            "js", utf8("text", "javascript"));

    /** Swagger UI writes styles into the page and draws its icons from data URLs. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; connect-src 'self';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private static MediaType utf8(String type, String subtype) {
        return new MediaType(type, subtype, StandardCharsets.UTF_8);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.file("/openapi.yaml", "application/yaml", this::description),
                Route.file("/docs", MediaType.TEXT_HTML_VALUE, this::page),
                Route.file("/docs/{file}", MediaType.ALL_VALUE, this::part));
    }

    private ResponseEntity<byte[]> description(ApiRequest request) throws IOException {
        return file("/openapi.yaml", utf8("application", "yaml"));
    }

    private ResponseEntity<byte[]> page(ApiRequest request) throws IOException {
        ResponseEntity<byte[]> page = file("/docs/index.html", TYPES.get("html"));
        return ResponseEntity.ok()
                .headers(page.getHeaders())
                .header("Content-Security-Policy", POLICY)
                .body(page.getBody());
    }

    private ResponseEntity<byte[]> part(ApiRequest request) throws IOException {
        String file = request.variable("file");
        MediaType type = Optional.of(FILE.matcher(file))
                .filter(matcher -> matcher.matches())
                .map(matcher -> TYPES.get(matcher.group(2)))
                .orElseThrow(DocsController::notFound);
        return file("/docs/" + file, type);
    }

    private ResponseEntity<byte[]> file(String name, MediaType type) throws IOException {
        try (InputStream content = DocsController.class.getResourceAsStream(name)) {
            if (content == null) {
                throw notFound();
            }
            return ResponseEntity.ok().contentType(type).body(content.readAllBytes());
        }
    }

    private static ProblemException notFound() {
        return ProblemException.of(Kind.NOT_FOUND, "not_found", "there is no such file");
    }
}
