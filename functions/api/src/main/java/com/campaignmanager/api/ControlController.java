package com.campaignmanager.api;

import com.campaignmanager.campaign.CampaignLifecycle;
import com.campaignmanager.campaign.CampaignLifecycle.Changed;
import com.campaignmanager.campaign.ResumeChannel;
import com.campaignmanager.message.Channels;
import com.campaignmanager.message.Channels.ChannelState;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** Stopping campaigns and letting them go on; the state of the channels. */
final class ControlController implements Controller {
    private static final String CAMPAIGN = "/campaigns/{id}";
    private static final String CHANNELS = "/channels";

    private final CampaignLifecycle lifecycle;
    private final Channels channels;
    private final ResumeChannel resume;

    ControlController(CampaignLifecycle lifecycle, Channels channels, ResumeChannel resume) {
        this.lifecycle = lifecycle;
        this.channels = channels;
        this.resume = resume;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(CAMPAIGN + "/pause", request -> changed(request, lifecycle::pause)),
                Route.post(CAMPAIGN + "/resume", request -> changed(request, lifecycle::resume)),
                Route.post(CAMPAIGN + "/cancel", request -> changed(request, lifecycle::cancel)),
                Route.get(CHANNELS, _ -> ResponseEntity.ok(channels.list())),
                Route.post(CHANNELS + "/{channel}/resume", this::resumeChannel));
    }

    private interface Change {
        Changed of(long campaign);
    }

    private static ResponseEntity<Changed> changed(ApiRequest request, Change change)
            throws HttpMediaTypeNotSupportedException {
        long campaign = request.id();
        request.body().jsonIfAny().end();
        return ResponseEntity.ok(change.of(campaign));
    }

    private ResponseEntity<List<ChannelState>> resumeChannel(ApiRequest request)
            throws HttpMediaTypeNotSupportedException {
        String channel = request.variable("channel");
        request.body().jsonIfAny().end();
        resume.resume(channel);
        return ResponseEntity.ok(channels.list());
    }
}
