package com.campaignmanager.packaging;

import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.migrations.FunctionRole;
import java.util.Arrays;

/** The role as which a function logs in to the database by its {@code DATABASE_URL} in the template. */
final class DatabaseUser {
    private DatabaseUser() {}

    /**
     * @param function by its name in the template
     * @param database a test's database
     * @return its address for that function, which may do there what it may do in the cloud
     */
    static String of(SamTemplate template, String function, String database) {
        String address = Rendered.texts(
                        template.variables(template.function(function)).get("DATABASE_URL"))
                .getFirst();
        return Arrays.stream(FunctionRole.values())
                .filter(role -> address.startsWith("postgresql://campaign_" + role.word() + "@"))
                .findFirst()
                .map(role -> TestServers.get().as(role, database))
                .orElse(database);
    }
}
