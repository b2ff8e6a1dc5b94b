package com.campaignmanager.migrator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.campaignmanager.database.Database;
import com.campaignmanager.migrations.Grants;
import com.campaignmanager.migrations.Migrations;
import com.campaignmanager.settings.Settings;
import com.campaignmanager.settings.Settings.DatabaseSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * A custom resource that brings the database of {@code DATABASE_URL} to the newest migration, as the owner of the schema,
 * and gives the roles of the functions, which its properties name, what each needs. Runs inside the VPC in each deployment, before the new
 * code serves; when it fails, the schema is as the last migration that succeeded has left it, and the old code goes on.
 */
public final class MigratorHandler implements RequestStreamHandler {
    /** Flyway's own, and the one it migrates on; one more for the grants. */
    private static final int CONNECTIONS = 3;

    private final Map<String, String> environment;
    private final Migrations migrations;
    private final Patience patience;
    private final CustomResource resource;

    /** As Lambda makes it. Whatever can fail waits for the event, since only then can CloudFormation be told. */
    public MigratorHandler() {
        this(System.getenv(), new Migrations(), Patience.FOR_AURORA, new CloudFormation(Duration.ofMillis(500)));
    }

    MigratorHandler(
            Map<String, String> environment, Migrations migrations, Patience patience, CloudFormation cloudFormation) {
        this.environment = environment;
        this.migrations = migrations;
        this.patience = patience;
        this.resource = new CustomResource(this::migrate, cloudFormation);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        resource.handle(event, context);
    }

    private String migrate(ResourceEvent event) throws Exception {
        RoleNames roles = RoleNames.of(event);
        DatabaseSettings settings = forMigrations(Settings.database(environment));
        settings.user().ifPresent(roles::mustNotInclude);
        try (Database database = Database.openForMigrations(settings)) {
            DataSource source = database.dataSource();
            patience.until(() -> answers(source), new MayPass(settings.iam().isPresent()));
            MigrateResult result = migrations.migrate(source);
            new Grants().give(source, roles.quoted());
            return result.migrationsExecuted + " migrations, now at version " + result.targetSchemaVersion;
        }
    }

    private static DatabaseSettings forMigrations(DatabaseSettings settings) {
        return new DatabaseSettings(
                settings.url(), settings.user(), settings.password(), settings.iam(), settings.ca(), CONNECTIONS);
    }

    private static boolean answers(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return connection.isValid(5);
        }
    }
}
