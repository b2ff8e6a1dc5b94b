package com.campaignmanager.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The full name of a secret in Secrets Manager.
 *
 * @param partition the kind of AWS it is in: {@code aws}, {@code aws-cn} or {@code aws-us-gov}
 */
public record SecretArn(String text, String partition, String region) {
    /**
     * With the six characters that Secrets Manager adds to the name.
     * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
     */
    private static final Pattern FORM =
            Pattern.compile("arn:(aws[a-z-]*):secretsmanager:([a-z0-9-]+):\\d{12}:secret:[\\w/+=.@-]{1,512}-\\w{6}");

    /** Empty if the text is not the ARN of a secret. */
    public static Optional<SecretArn> of(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new SecretArn(text, form.group(1), form.group(2))) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
