package com.campaignmanager.local;

import com.campaignmanager.local.LocalSettings.Mode;
import com.campaignmanager.local.terminal.Terminal;
import com.campaignmanager.settings.InvalidSettingException;
import java.time.Clock;

/** Runs CampaignManager on this machine until it is told to stop. */
public final class Local {
    private Local() {}

    /**
     * System properties: {@code services=true} starts only PostgreSQL and Redis; {@code stop.with.parent=true} ends this process
     * with the one that started it. Environment variables set everything else.
     */
    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "logback-local.xml");
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        Terminal terminal = Terminal.takeOver();
        Closing closing = new Closing();
        Runtime.getRuntime().addShutdownHook(new Thread(closing::close, "stop"));
        if (Boolean.getBoolean("stop.with.parent")) {
            new ParentWatch(() -> System.exit(0)).start();
        }
        Mode mode = Boolean.getBoolean("services") ? Mode.SERVICES : Mode.EVERYTHING;
        try {
            new Startup(System.getenv(), mode, Clock.systemUTC(), terminal, closing).run();
            closing.awaitBegin();
        } catch (StartFailedException | InvalidSettingException e) {
            terminal.error("CampaignManager does not start: " + e.getMessage());
            System.exit(1);
        } catch (Closing.Begun e) {
            Thread.currentThread().interrupt(); // told to stop before it was up: the one who stops does the rest
        }
    }
}
