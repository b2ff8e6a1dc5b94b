package com.campaignmanager.api;

import java.util.List;

/** Some of the API's calls: HTTP in, the domain's call, HTTP out. */
interface Controller {
    List<Route> routes();
}
