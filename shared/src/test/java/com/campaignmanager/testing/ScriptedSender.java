package com.campaignmanager.testing;

import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.SendResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** A sender that answers as told and remembers what it was given. */
public final class ScriptedSender implements MessageSender {
    private final ConcurrentLinkedQueue<Outgoing> given = new ConcurrentLinkedQueue<>();
    private final Function<Outgoing, SendResult> script;

    public ScriptedSender(Function<Outgoing, SendResult> script) {
        this.script = script;
    }

    public static ScriptedSender accepting() {
        return new ScriptedSender(message -> new SendResult.Accepted(Optional.of("p-" + message.messageId())));
    }

    public static ScriptedSender refusing() {
        return new ScriptedSender(message -> SendResult.refused(ErrorClass.RECIPIENT, "no such number"));
    }

    @Override
    public SendResult send(Outgoing message) {
        given.add(message);
        return script.apply(message);
    }

    @Override
    public String provider(Channel channel) {
        return "test";
    }

    @Override
    public boolean takesIdempotencyKeys() {
        return true;
    }

    /** In the order in which they were given. */
    public List<Outgoing> given() {
        return List.copyOf(given);
    }

    public List<Long> givenIds() {
        return given.stream().map(Outgoing::messageId).toList();
    }
}
