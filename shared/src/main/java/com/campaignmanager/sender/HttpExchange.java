package com.campaignmanager.sender;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request and what is known of its fate, also when the call ends in an exception: whether any of the body has been
 * handed over, without which the other side cannot have acted on it, and the head of the answer. It hands its body over
 * once, so that the client cannot send it a second time by itself.
 */
final class HttpExchange implements BodyPublisher, BodyHandler<byte[]> {
    /** More than this of an answer is not read: its status alone counts then. */
    private static final long MAX_ANSWER_BYTES = 64 * 1024;

    private final BodyPublisher body;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Optional<ResponseInfo> head = Optional.empty();

    HttpExchange(byte[] body) {
        this.body = BodyPublishers.ofByteArray(body);
    }

    /** Calls the request back. True: none of it has gone out, and none will; false: the other side may have it. */
    boolean withdraw() {
        return begun.compareAndSet(false, true);
    }

    /** Status and headers of the answer, as soon as they have come. */
    Optional<ResponseInfo> head() {
        return head;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        if (begun.compareAndSet(false, true)) {
            body.subscribe(subscriber);
        } else {
            subscriber.onSubscribe(new NothingToGive());
            subscriber.onError(new IOException("withdrawn, or sent already"));
        }
    }

    @Override
    public BodySubscriber<byte[]> apply(ResponseInfo response) {
        head = Optional.of(response);
        return BodySubscribers.limiting(BodySubscribers.ofByteArray(), MAX_ANSWER_BYTES);
    }

    private static final class NothingToGive implements Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
