/** Logins to PostgreSQL and Redis by IAM instead of a password. */
@NullMarked
package com.campaignmanager.iam;

import org.jspecify.annotations.NullMarked;
