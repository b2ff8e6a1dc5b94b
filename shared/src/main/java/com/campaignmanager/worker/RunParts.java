package com.campaignmanager.worker;

import com.campaignmanager.message.ClaimMessages;
import com.campaignmanager.message.MoveToOpenHours;
import com.campaignmanager.message.RecordOutcomes;
import com.campaignmanager.message.RetryPolicy;
import com.campaignmanager.metrics.Metrics;
import com.campaignmanager.queue.SendQueue;
import com.campaignmanager.sender.MessageSender;
import com.campaignmanager.settings.Settings.WorkerSettings;
import com.campaignmanager.time.Pause;
import java.time.Clock;

/** The parts of the drain loop itself: each of them is used by every run, by its one thread. */
record RunParts(
        WorkerSettings settings,
        WorkerRuns runs,
        ClaimMessages claims,
        RecordOutcomes records,
        MoveToOpenHours moveToOpenHours,
        RetryPolicy retryPolicy,
        SendQueue queue,
        MessageSender sender,
        Metrics metrics,
        Clock clock,
        Pause pause) {}
