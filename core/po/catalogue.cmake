# Joins header.po and parts/*.po into zh_CN.po and compiles it to the .mo that i18n.c looks for.
# Included by the top CMakeLists.txt, and run by its own rule (cmake -P) with PARTS, HEADER, WORK,
# OUTPUT set. The first of several translations of a text wins.
if(CMAKE_SCRIPT_MODE_FILE)
  function(run)
    execute_process(COMMAND ${ARGV} RESULT_VARIABLE failed)
    if(failed)
      message(FATAL_ERROR "the Chinese catalogue cannot be built: ${ARGV}")
    endif()
  endfunction()
  file(REMOVE_RECURSE ${WORK})
  file(MAKE_DIRECTORY ${WORK})
  file(GLOB parts ${PARTS}/*.po)
  list(SORT parts)
  set(whole ${HEADER})
  foreach(part IN LISTS parts)
    get_filename_component(name ${part} NAME)
    execute_process(COMMAND ${CMAKE_COMMAND} -E cat ${HEADER} ${part} OUTPUT_FILE ${WORK}/${name}.in)
    run(${MSGUNIQ} --use-first -o ${WORK}/${name} ${WORK}/${name}.in)
    list(APPEND whole ${WORK}/${name})
  endforeach()
  run(${MSGCAT} --use-first -o ${WORK}/zh_CN.po ${whole})
  get_filename_component(folder ${OUTPUT} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  run(${MSGFMT} -o ${OUTPUT} ${WORK}/zh_CN.po)
  return()
endif()

find_program(MSGCAT msgcat REQUIRED)
find_program(MSGUNIQ msguniq REQUIRED)
find_program(MSGFMT msgfmt REQUIRED)
set(po ${CMAKE_SOURCE_DIR}/core/po)
set(catalogue ${CMAKE_BINARY_DIR}/locale/zh_CN/LC_MESSAGES/huimin.mo)
file(GLOB po_parts CONFIGURE_DEPENDS ${po}/parts/*.po)
add_custom_command(OUTPUT ${catalogue}
  COMMAND ${CMAKE_COMMAND} -DPARTS=${po}/parts -DHEADER=${po}/header.po
    -DWORK=${CMAKE_BINARY_DIR}/po -DOUTPUT=${catalogue}
    -DMSGCAT=${MSGCAT} -DMSGUNIQ=${MSGUNIQ} -DMSGFMT=${MSGFMT} -P ${po}/catalogue.cmake
  DEPENDS ${po}/header.po ${po}/catalogue.cmake ${po_parts}
  COMMENT "Joining the Chinese messages" VERBATIM)
add_custom_target(catalogue ALL DEPENDS ${catalogue})
add_dependencies(hm_base catalogue) # so that tests of one layer find it, too
install(FILES ${catalogue} DESTINATION share/locale/zh_CN/LC_MESSAGES)
