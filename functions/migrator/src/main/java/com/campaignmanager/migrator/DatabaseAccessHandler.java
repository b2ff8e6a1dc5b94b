package com.campaignmanager.migrator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;

/**
 * A custom resource that makes the database's roles, once the cluster is there and before {@link MigratorHandler} logs
 * in as one of them. Runs outside the VPC, through the RDS Data API, since only the master's secret can make roles. Its
 * properties: {@code ClusterArn}, {@code SecretArn} (the secret that RDS keeps for the master), {@code Database},
 * {@code MigratorUser}, and those of {@link RoleNames}.
 */
public final class DatabaseAccessHandler implements RequestStreamHandler {
    private final Patience patience;
    private final CustomResource resource;

    /** As Lambda makes it. Whatever can fail waits for the event, since only then can CloudFormation be told. */
    public DatabaseAccessHandler() {
        this(Patience.FOR_AURORA, new CloudFormation(Duration.ofMillis(500)));
    }

    DatabaseAccessHandler(Patience patience, CloudFormation cloudFormation) {
        this.patience = patience;
        this.resource = new CustomResource(this::ensureRoles, cloudFormation);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        resource.handle(event, context);
    }

    private String ensureRoles(ResourceEvent event) throws Exception {
        Identifier database = Identifier.of(event, "Database");
        Identifier migrator = Identifier.of(event, "MigratorUser");
        RoleNames roles = RoleNames.of(event);
        roles.mustNotInclude(migrator.text());
        try (RdsDataClient client = RdsDataClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            DataApi api = new DataApi(
                    client, patience, event.property("ClusterArn"), event.property("SecretArn"), database.text());
            new DatabaseRoles(api).ensure(database, migrator, roles);
        }
        return "the roles of the migrator and of " + roles.names().size() + " functions are there";
    }
}
