package com.campaignmanager.log;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.JsonEscapeUtil;

/** Logback's JSON lines, with request and campaign as members of their own instead of within an {@code mdc}. */
final class LineEncoder extends JsonEncoder {
    LineEncoder() {
        setWithSequenceNumber(false);
        setWithNanoseconds(false);
        setWithThreadName(false);
        setWithContext(false);
        setWithMarkers(false);
        setWithMDC(false);
        setWithKVPList(false);
        setWithArguments(false);
        setWithMessage(false);
        setWithFormattedMessage(true);
    }

    @Override
    protected void appendCustomFields(StringBuilder line, ILoggingEvent event) {
        event.getMDCPropertyMap().forEach((key, value) -> {
            line.append(',');
            appenderMember(line, key, JsonEscapeUtil.jsonEscapeString(value));
        });
    }
}
