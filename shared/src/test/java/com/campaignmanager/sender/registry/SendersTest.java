package com.campaignmanager.sender.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.content.Content;
import com.campaignmanager.secret.Secrets;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.MessageSender.Outgoing;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.settings.SenderSettings;
import com.campaignmanager.settings.SenderSettings.Mock;
import com.campaignmanager.settings.SenderSettings.MockAccount;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SendersTest {
    private static final Mock WORKING = mock(MockAccount.OK);
    private static final Mock REFUSED = mock(MockAccount.REFUSED);

    @Test
    void each_message_goes_to_the_sender_of_its_channel() {
        MessageSender sender =
                senders(Map.of(Channel.SMS, WORKING, Channel.WHATSAPP, REFUSED)).byChannel();
        assertThat(sender.send(message(Channel.SMS))).isEqualTo(new SendResult.Accepted(Optional.of("mock-7")));
        assertThat(sender.send(message(Channel.WHATSAPP)))
                .isEqualTo(SendResult.refused(ErrorClass.ACCOUNT, "simulated refusal of the account"));
    }

    @Test
    void a_message_of_a_channel_without_a_sender_is_refused_without_blame_for_its_recipient() {
        Senders senders = senders(Map.of(Channel.SMS, WORKING));
        assertThat(senders.of(Channel.WHATSAPP)).isEmpty();
        assertThat(senders.byChannel().send(message(Channel.WHATSAPP)))
                .isEqualTo(SendResult.refused(ErrorClass.ACCOUNT, "no sender is configured for whatsapp"));
    }

    @Test
    void channels_with_the_same_settings_share_a_sender() {
        Senders same = senders(Map.of(Channel.SMS, WORKING, Channel.WHATSAPP, WORKING));
        assertThat(same.of(Channel.SMS)).isPresent().isEqualTo(same.of(Channel.WHATSAPP));
        assertThat(same.byChannel().takesIdempotencyKeys()).isTrue();
    }

    private static Senders senders(Map<Channel, SenderSettings> byChannel) {
        return new Senders(
                new SenderSettings.ByChannel(byChannel), Secrets.of(List.of(), Clock.systemUTC()), Clock.systemUTC());
    }

    private static Mock mock(MockAccount account) {
        return new Mock(Duration.ZERO, Duration.ZERO, 1, Optional.empty(), Optional.empty(), account, false);
    }

    private static Outgoing message(Channel channel) {
        return new Outgoing(7, 3, channel, "+254712345678", new Content.Text("Hi"), new UUID(0, 7), 1);
    }
}
