package com.campaignmanager.api;

import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import java.util.Optional;

/** A request as API Gateway passes it on, with the caller that its authorizer has found. */
final class GatewayRequest extends HttpApiV2ProxyRequest {
    private final Optional<String> caller;

    /** @param caller empty where nobody needs a token */
    GatewayRequest(Optional<String> caller) {
        this.caller = caller;
    }

    Optional<String> caller() {
        return caller;
    }
}
