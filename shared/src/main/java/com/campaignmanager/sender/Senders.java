package com.campaignmanager.sender;

import com.campaignmanager.secret.Secrets;
import com.campaignmanager.settings.Settings.SenderSettings;
import com.campaignmanager.time.Pause;
import java.time.Clock;

/** Chooses the sender. A new provider is one class and one line here. */
public final class Senders {
    private Senders() {}

    /**
     * @param secrets has the values of the settings' secrets by the time of the first send
     * @param clock tells how long a date in {@code Retry-After} is away
     */
    public static MessageSender of(SenderSettings settings, Secrets secrets, Clock clock) {
        return switch (settings) {
            case SenderSettings.Mock mock -> new MockSender(mock, Pause.REAL);
            case SenderSettings.Http http -> new HttpSender(http, secrets, clock);
        };
    }
}
