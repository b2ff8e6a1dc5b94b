package com.campaignmanager.wake;

/** Starts work at once instead of at the next tick. Only a hint: losing one costs a minute, never a message. */
public interface WakeSignal {
    /** There are messages to send. */
    void workers();

    /** There is an audience to expand. */
    void scheduler();

    /** Wakes nothing: the ticks do the work. */
    WakeSignal NONE = new WakeSignal() {
        @Override
        public void workers() {}

        @Override
        public void scheduler() {}
    };
}
