package com.campaignmanager.settings;

/** A missing or bad value, with the variable's name and what it accepts, for whoever set it. Never holds a secret. */
public final class InvalidSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidSettingException(Variable variable, String what) {
        super(variable + " " + what + "; it takes " + variable.accepted());
    }
}
