package com.campaignmanager.bench.lab;

import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.sender.SendResult;
import java.util.function.Function;

/** Answers each message by a function. */
public record AnsweringSender(Function<MessageSender.Outgoing, SendResult> answer) implements MessageSender {

    @Override
    public SendResult send(Outgoing message) {
        return answer.apply(message);
    }

    @Override
    public String provider(Channel channel) {
        return "test";
    }

    @Override
    public boolean takesIdempotencyKeys() {
        return true;
    }
}
