package com.campaignmanager.api;

import com.campaignmanager.consent.ImportOptOuts;
import com.campaignmanager.consent.OptOutChannel;
import com.campaignmanager.consent.Suppression;
import com.campaignmanager.consent.Suppressions;
import com.campaignmanager.consent.Suppressions.Put;
import com.campaignmanager.customer.imports.ImportOptions;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.problem.InvalidValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** {@code /suppressions}: who must not be written to. */
final class SuppressionController implements Controller {
    private static final String LIST = "/suppressions";
    private static final String IMPORT = LIST + "/import";
    private static final String ONE = LIST + "/{phone:(?!import$).*}";
    private static final String CHANNEL = "channel";
    private static final int MAX_REASON = 500;

    private static final JsonType<String> REASON = JsonTypes.text(text -> text.length() <= MAX_REASON
            ? Optional.empty()
            : Optional.of(InvalidValue.of("is longer than " + MAX_REASON + " characters")));

    private final Suppressions suppressions;
    private final ImportOptOuts imports;

    SuppressionController(Suppressions suppressions, ImportOptOuts imports) {
        this.suppressions = suppressions;
        this.imports = imports;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(LIST, this::list).paged(),
                Route.post(IMPORT, this::importFile).withParameters(CHANNEL, ImportController.COLUMNS),
                Route.put(ONE, this::put).withParameters(CHANNEL),
                Route.get(ONE, this::get).withParameters(CHANNEL),
                Route.delete(ONE, this::delete).withParameters(CHANNEL));
    }

    private ResponseEntity<Lists.PageView<Suppression>> list(ApiRequest request) {
        Query query = request.query();
        PageRequest page = query.page();
        query.end();
        return Lists.answer(suppressions.list(page), LIST, query);
    }

    private ResponseEntity<ImportOptOuts.Report> importFile(ApiRequest request)
            throws HttpMediaTypeNotSupportedException, IOException {
        byte[] file = request.body().suppressionFile();
        Query query = request.query();
        OptOutChannel channel = channel(query);
        ImportOptions options =
                new ImportOptions(query.plain(ImportController.COLUMNS).orElse(""), false);
        query.end();
        return ResponseEntity.ok(imports.run(new ByteArrayInputStream(file), channel, options));
    }

    private ResponseEntity<Suppression> put(ApiRequest request) throws HttpMediaTypeNotSupportedException {
        OptOutChannel channel = channel(request);
        JsonBody json = request.body().jsonIfAny();
        Optional<String> reason = json.optional("reason", REASON);
        json.end();
        Put put = suppressions.put(request.variable("phone"), channel, reason);
        return put.created()
                ? ResponseEntity.created(address(put.suppression())).body(put.suppression())
                : ResponseEntity.ok(put.suppression());
    }

    private static URI address(Suppression suppression) {
        return URI.create(LIST + "/" + URLEncoder.encode(suppression.phone(), StandardCharsets.UTF_8) + "?" + CHANNEL
                + "=" + suppression.channel().wireName());
    }

    private ResponseEntity<Suppression> get(ApiRequest request) {
        return ResponseEntity.ok(suppressions.get(request.variable("phone"), channel(request)));
    }

    private ResponseEntity<Void> delete(ApiRequest request) {
        suppressions.delete(request.variable("phone"), channel(request));
        return ResponseEntity.noContent().build();
    }

    private static OptOutChannel channel(ApiRequest request) {
        Query query = request.query();
        OptOutChannel channel = channel(query);
        query.end();
        return channel;
    }

    private static OptOutChannel channel(Query query) {
        return query.filter(CHANNEL, OptOutChannel::of, OptOutChannel.ACCEPTED).orElse(OptOutChannel.ALL);
    }
}
