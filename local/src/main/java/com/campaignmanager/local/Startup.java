package com.campaignmanager.local;

import com.campaignmanager.customer.imports.CustomerImports;
import com.campaignmanager.customer.imports.DirectoryUploadStore;
import com.campaignmanager.database.Database;
import com.campaignmanager.event.EventBus;
import com.campaignmanager.local.LocalSettings.Mode;
import com.campaignmanager.local.http.Gateway;
import com.campaignmanager.local.http.HttpFront;
import com.campaignmanager.local.terminal.ImportsSeen;
import com.campaignmanager.local.terminal.Progress;
import com.campaignmanager.local.terminal.Terminal;
import com.campaignmanager.local.uploads.Uploads;
import com.campaignmanager.message.DeadLetters;
import com.campaignmanager.migrations.Migrations;
import com.campaignmanager.queue.RedisConnections;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.settings.Settings.DatabaseSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** Starts everything, one part after the other. Invalid settings are refused before anything is started. */
final class Startup {
    /** A placeholder for an embedded server's address until it is known, so that all settings can be checked first. */
    private static final Map<String, String> NOT_YET =
            Map.of("DATABASE_URL", "postgresql://127.0.0.1/campaign_manager", "REDIS_URL", "redis://127.0.0.1");

    private final Map<String, String> environment;
    private final Mode mode;
    private final Clock clock;
    private final Terminal terminal;
    private final Closing closing;

    Startup(Map<String, String> environment, Mode mode, Clock clock, Terminal terminal, Closing closing) {
        this.environment = environment;
        this.mode = mode;
        this.clock = clock;
        this.terminal = terminal;
        this.closing = closing;
    }

    void run() {
        LocalSettings local = LocalSettings.of(environment, mode);
        Map<String, String> addresses = new HashMap<>(NOT_YET);
        local.databaseUrl().ifPresent(url -> addresses.put("DATABASE_URL", url));
        local.redisUrl().ifPresent(url -> addresses.put("REDIS_URL", url));
        settings(addresses);
        DataDirectory data = closing.opened(() -> DataDirectory.own(local.data()));
        if (mode == Mode.SERVICES) {
            announce("PostgreSQL and Redis are up", startServers(local, data));
        } else {
            startEverything(local, data);
        }
    }

    private void startEverything(LocalSettings local, DataDirectory data) {
        HttpFront http = closing.opened(() -> HttpFront.open(local.port()));
        Map<String, String> addresses = startServers(local, data);
        Settings settings = settings(addresses);
        Database database = closing.opened(() -> Database.open(settings.database()));
        if (local.databaseUrl().isEmpty()) {
            clearLeftovers(settings, database.jdbi());
        }
        DirectoryUploadStore uploads = new DirectoryUploadStore(data.uploads(), http.url() + Uploads.PATH);
        ImportsSeen imports = new ImportsSeen();
        Functions functions = closing.opened(() -> new Functions(settings, clock, database.jdbi(), uploads, imports));
        http.serve("/", new Gateway(functions.api(), clock));
        http.serve(Uploads.PATH, new Uploads(uploads, new CustomerImports(database.jdbi()), functions::uploaded));
        closing.opened(() -> new Progress(terminal, database.jdbi(), imports, clock))
                .start();
        closing.opened(http::start);
        closing.opened(() -> functions::lastCall);
        terminal.line("CampaignManager is up");
        terminal.line(http.url());
        announce("with PostgreSQL and Redis at", addresses);
        functions.start();
    }

    private Map<String, String> startServers(LocalSettings local, DataDirectory data) {
        Servers servers = closing.opened(() -> new Servers(local, data));
        closing.step(servers::start);
        migrate(settings(servers.addresses()).database());
        return servers.addresses();
    }

    private static void clearLeftovers(Settings settings, Jdbi jdbi) {
        try (SendQueue queue = new SendQueue(new RedisConnections(settings.redis()))) {
            new Leftovers(jdbi, settings.retry(), new DeadLetters(queue, EventBus.of(settings))).clear();
        }
    }

    private void announce(String what, Map<String, String> addresses) {
        terminal.line(what);
        terminal.line(addresses.get("DATABASE_URL"));
        terminal.line(addresses.get("REDIS_URL"));
    }

    /** The variables as the functions will see them. The servers here never sleep, so ticks may always look. */
    private Settings settings(Map<String, String> addresses) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(addresses);
        all.putIfAbsent("IDLE_LOOK", "0s");
        return Settings.from(all);
    }

    private static void migrate(DatabaseSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.url());
        settings.user().ifPresent(source::setUser);
        settings.password().ifPresent(source::setPassword);
        settings.ca().ifPresent(ca -> {
            source.setSslMode("verify-full");
            source.setSslRootCert(ca);
        });
        try {
            new Migrations().migrate(source);
        } catch (FlywayException e) {
            throw new StartFailedException(
                    "the database (DATABASE_URL) can't be used: " + rootCause(e).getMessage(), e);
        }
    }

    private static Throwable rootCause(Throwable problem) {
        return problem.getCause() == null ? problem : rootCause(problem.getCause());
    }
}
