// TikTok's page-number style (facts 1.7): `page` and `page_size` in, `page_info` out. Pure.
#ifndef SPARKGATE_SIMULATOR_BUSINESS_API_PAGING_H_
#define SPARKGATE_SIMULATOR_BUSINESS_API_PAGING_H_

#include <cstddef>
#include <cstdint>

#include <boost/json/object.hpp>

#include "simulator/business_api/arguments.h"
#include "simulator/business_api/wire_writer.h"

namespace sparkgate::simulator {

struct Page {
  int64_t number = 1;
  int64_t size = 10;

  // The half-open range of positions that this page shows of `total`.
  size_t First(size_t total) const;
  size_t Last(size_t total) const;
  boost::json::object Info(size_t total) const;
  void WriteInfo(size_t total, WireWriter& out) const;  // the member page_info
};

Page ReadPage(ArgumentReader& in, int64_t default_size, int64_t most);

}  // namespace sparkgate::simulator

#endif  // SPARKGATE_SIMULATOR_BUSINESS_API_PAGING_H_
