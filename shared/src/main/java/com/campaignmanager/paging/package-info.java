/** Lists that are read page by page, along the keys of an index. */
@NullMarked
package com.campaignmanager.paging;

import org.jspecify.annotations.NullMarked;
