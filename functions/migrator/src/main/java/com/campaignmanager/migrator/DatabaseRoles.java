package com.campaignmanager.migrator;

import java.util.Map;
import software.amazon.awssdk.services.rdsdata.model.DatabaseErrorException;

/**
 * The roles that a deployment logs in with, by IAM and without a password: one owns the schema, the others, one for each
 * function, get rights to its tables from that one. None can do anything else.
 */
final class DatabaseRoles {
    private final DataApi api;

    DatabaseRoles(DataApi api) {
        this.api = api;
    }

    void ensure(Identifier database, Identifier migrator, RoleNames functions) throws Exception {
        ensure(database, migrator);
        for (Identifier function : functions.names().values()) {
            ensure(database, function);
        }
        api.execute("GRANT USAGE, CREATE ON SCHEMA public TO " + migrator);
    }

    private void ensure(Identifier database, Identifier role) throws Exception {
        create(role);
        // Whoever has this role logs in with a token from IAM:
        // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html
        api.execute("GRANT rds_iam TO " + role);
        api.execute("GRANT CONNECT ON DATABASE " + database + " TO " + role);
        api.execute("GRANT USAGE ON SCHEMA public TO " + role);
    }

    private void create(Identifier role) throws Exception {
        if (exists(role)) {
            return;
        }
        try {
            api.execute("CREATE ROLE " + role + " LOGIN");
        } catch (DatabaseErrorException e) {
            // Another one may have been first.
            if (!exists(role)) {
                throw e;
            }
        }
    }

    private boolean exists(Identifier role) throws Exception {
        return api.finds("SELECT 1 FROM pg_roles WHERE rolname = :role", Map.of("role", role.text()));
    }
}
